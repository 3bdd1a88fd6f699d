import { current, whenChanged } from './address.js';
import { alerts } from './alerts.js';
import { address, ask } from './ask.js';
import { badReviews } from './bad-reviews.js';
import { breakdown } from './breakdown.js';
import { dress, listenToChoices } from './controls.js';
import { find, put, setAttribute } from './elements.js';
import { equation } from './equation.js';
import { listenToExplain, periodIs } from './explain.js';
import { learn, rate } from './figures.js';
import { freshness, speaker } from './freshness.js';
import { headline } from './headline.js';
import { follow } from './live.js';
import { notice, warn } from './notices.js';
import { day, dayAndTime, minuteOfDay } from './numbers.js';
import { partitions } from './partitions.js';
import { questions, readScreen } from './reading.js';
import { say, speak, spoken } from './texts.js';
import { whenSystemThemeChanges } from './theme.js';
import { trend } from './trend.js';

/** Wires the page: the view is in the address, the figures come with each cut, and every panel shows what it is given. */

/** Without a cut to wait for, a question that failed is asked again after so long. Milliseconds. */
const AGAIN_AFTER = 5_000;

speak(current().language);

const fresh = freshness();
const told = speaker();
const showHeadline = headline();
const showTrend = trend();
const showBreakdown = breakdown();
const showBadReviews = badReviews();
const showAlerts = alerts();
const showEquation = equation();
const showPartitions = partitions();

let screen = null;
let shownQuestions = '';
let newest = null;
let reading = null;
let readAgain = false;
let retry = null;
let lineWasBroken = false;
let focused = null;

/* ---- figures ---- */

/** Where a click took its own link away, the keyboard goes on at the figures it led to. */
function keepFocus() {
    if (focused !== null && !focused.isConnected) {
        find('figures').focus({ preventScroll: true });
    }
    focused = null;
}

/** Paints the whole screen from answers of one cut. Marks what changed only where the same question was answered by a newer cut. */
function paint() {
    if (screen === null) {
        return;
    }
    const { figures, cut, agree } = screen;
    const mark = screen.isNew && screen.asked === shownQuestions;
    screen.isNew = false;
    shownQuestions = screen.asked;
    if (learn(figures, figures.by)) {
        dress();
    }
    periodIs(figures.period);
    showPeriod(figures.period);
    showHeadline(figures.total, mark);
    showTrend(screen.trend, mark);
    showBreakdown(figures, mark);
    showBadReviews(screen.badReviews, mark);
    showAlerts(screen.alerts);
    showEquation(cut.told);
    showPartitions(screen.equation ?? null, mark);
    fresh.cutIs(cut.told, cut.toldAt);
    warn(cut.told, agree);
    document.documentElement.dataset.epoch = String(cut.told.epoch);
}

function showPeriod(period) {
    const known = period.from !== null && period.to !== null;
    const oneDay = known && day(period.from) === day(period.to);
    put(
        find('span-of-period'),
        known
            ? say('period.span', {
                  from: `${day(period.from)} ${minuteOfDay(period.from)}`,
                  to: oneDay ? minuteOfDay(period.to) : dayAndTime(period.to).slice(0, -3),
              })
            : '',
    );
    const mark = find('settlement');
    mark.hidden = !known;
    setAttribute(mark, 'data-settlement', period.settlement);
    setAttribute(mark, 'title', say(`settlement.${period.settlement}-why`));
    put(mark, say(`settlement.${period.settlement}`));
}

/* ---- when to ask ---- */

/** A new view throws away what is being asked for the old one; a new cut waits until the last one is on the screen. */
function read({ newView = false } = {}) {
    if (document.hidden) {
        readAgain = true;
        return;
    }
    if (reading !== null && !newView) {
        readAgain = true;
        return;
    }
    if (newView) {
        document.documentElement.dataset.reading = '';
    }
    reading?.abort();
    clearTimeout(retry);
    const mine = new AbortController();
    const asked = JSON.stringify(questions(current()));
    reading = mine;
    readAgain = false;
    readScreen(current(), cutOf, mine.signal)
        .then(answers => {
            if (reading !== mine) {
                return;
            }
            const isNewView = 'reading' in document.documentElement.dataset;
            delete document.documentElement.dataset.reading;
            screen = { ...answers, asked, isNew: true };
            notice('failed', null);
            notice('empty', null);
            paint();
            keepFocus();
            tell(answers, isNewView);
        })
        .catch(failure => {
            if (reading === mine && failure.name !== 'AbortError') {
                admit(failure);
            }
        })
        .finally(() => {
            if (reading === mine) {
                reading = null;
                if (readAgain) {
                    read();
                }
            }
        });
}

function cutOf(epoch) {
    return newest !== null && newest.told.epoch === epoch ? newest : null;
}

function tell({ figures, cut }, isNewView) {
    if (lineWasBroken) {
        lineWasBroken = false;
        told.reconnected(cut.told);
    } else if (isNewView) {
        told.view(say(`period.${figures.period.name}`), rate(figures.total.satisfactionRate).text);
    } else {
        told.cutIs(cut.told);
    }
}

function admit(failure) {
    if (failure.code === 'no-cut-yet') {
        notice('empty', say('notice.empty'), say('notice.empty-more'));
    } else if (failure.status === 0) {
        // A broken line says the same, and since when.
        notice('failed', lineWasBroken ? null : say('notice.unreachable'), say('notice.failed-more', { sentence: '' }).trim());
    } else {
        const sentence = failure.sentences?.[spoken()] ?? String(failure);
        notice('failed', say('notice.failed'), say('notice.failed-more', { sentence }).trim());
    }
    retry = setTimeout(read, AGAIN_AFTER);
}

/* ---- start ---- */

dress();
fresh.show();
listenToChoices();
listenToExplain();
whenChanged(() => {
    focused = document.activeElement;
    dress();
    fresh.show();
    if (screen === null || JSON.stringify(questions(current())) !== shownQuestions) {
        read({ newView: true });
        return;
    }
    // Another language, or back to what stands here before the other answer came.
    const wasReading = reading !== null;
    reading?.abort();
    reading = null;
    delete document.documentElement.dataset.reading;
    paint();
    if (wasReading) {
        read();
    }
});
whenSystemThemeChanges(paint);
document.addEventListener('visibilitychange', () => {
    if (!document.hidden && readAgain) {
        read();
    }
});

follow(address('events'), {
    onCut(cut) {
        newest = { told: cut, toldAt: Date.now() };
        if (screen === null || screen.cut.told.epoch !== cut.epoch || screen.cut.told.restored !== cut.restored) {
            read();
        }
    },
    onOpen() {
        fresh.stands();
        if (lineWasBroken) {
            read();
        }
    },
    onBroken(since) {
        lineWasBroken = true;
        fresh.brokenAt(since);
    },
    async ask() {
        return (await ask(address('cut'))).epoch;
    },
});
read();
