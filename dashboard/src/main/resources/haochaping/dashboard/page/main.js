import { current, go, hrefOf, spanOf, whenChanged } from './address.js';
import { alerts } from './alerts.js';
import { address, ask } from './ask.js';
import { badReviews } from './bad-reviews.js';
import { breakdown } from './breakdown.js';
import { element, find, put, setAttribute } from './elements.js';
import { equation } from './equation.js';
import { nameOf, rate } from './figures.js';
import { freshness, speaker } from './freshness.js';
import { headline } from './headline.js';
import { follow } from './live.js';
import { notice } from './notices.js';
import { partitions } from './partitions.js';
import { count, dayAndTime, minuteOfDay, day } from './numbers.js';
import { downloads, questions, readScreen } from './reading.js';
import { followHere } from './table.js';
import { say, speak, spoken } from './texts.js';
import { useTheme, whenSystemThemeChanges } from './theme.js';
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
let scrollToPartitions = false;

/* ---- what the page says and offers, apart from figures ---- */

function dress() {
    const view = current();
    speak(view.language);
    useTheme(view.theme);
    document.documentElement.lang = view.language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${say('product')} · ${say('page.title')}`;
    document.querySelectorAll('[data-text]').forEach(node => put(node, say(node.dataset.text)));
    document.querySelectorAll('[data-label]').forEach(node => setAttribute(node, 'aria-label', say(node.dataset.label)));
    document.querySelectorAll('[data-placeholder]').forEach(node => setAttribute(node, 'placeholder', say(node.dataset.placeholder)));
    choose('language', view.language);
    choose('theme', view.theme);
    choose('period', view.period);
    choose('by', view.by);
    choose('span', spanOf(view));
    offer('period', 'now', view.venue === null);
    offer('span', 'hour', view.venue === null);
    offer('by', 'venue', view.period !== 'now');
    showScope(view);
    const files = downloads(view);
    document.querySelectorAll('[data-download]').forEach(link => {
        setAttribute(link, 'href', files[link.dataset.download]);
        put(link, say('download'));
        setAttribute(link, 'aria-label', say('download.of', { table: say(link.dataset.download) }));
    });
    showOpener(view);
    fresh.show();
}

function showOpener(view) {
    const changes = { equation: view.equation === 'open' ? null : 'open' };
    const link = find('open-partitions');
    setAttribute(link, 'href', hrefOf(changes));
    setAttribute(link, 'aria-expanded', String(view.equation === 'open'));
    put(link, say(view.equation === 'open' ? 'partitions.close' : 'partitions.open'));
    link.onclick = event => followHere(event, () => openPartitions(changes));
}

function openPartitions(changes) {
    scrollToPartitions = changes.equation === 'open';
    go(changes, { remember: false });
}

function choose(group, value) {
    const radio = document.querySelector(`input[name="${group}"][value="${value}"]`);
    if (radio !== null) {
        radio.checked = true;
    }
}

/** What cannot be asked is not offered; why not stands at the choice. */
function offer(group, value, possible) {
    const radio = document.querySelector(`input[name="${group}"][value="${value}"]`);
    radio.disabled = !possible;
    setAttribute(radio.parentElement, 'title', possible ? null : say('choice.no-venue-per-minute'));
}

function showScope(view) {
    const steps = ['department', 'venue', 'channel'].filter(dimension => view[dimension] !== null);
    const lines = [scopeStep(say('scope.all'), { department: null, venue: null, channel: null, by: 'department', page: 1 }, steps.length === 0)];
    steps.forEach((dimension, at) => {
        const later = Object.fromEntries(steps.slice(at + 1).map(other => [other, null]));
        const key = nameOf(dimension, view[dimension], null, spoken());
        lines.push(scopeStep(say(`scope.${dimension}`, { key }), { ...later, page: 1 }, at === steps.length - 1));
    });
    find('scope').replaceChildren(...lines);
}

function scopeStep(text, changes, isLast) {
    if (isLast) {
        return element('li', {}, element('span', { 'aria-current': 'true' }, text));
    }
    const link = element('a', { href: hrefOf(changes) }, text);
    link.addEventListener('click', event => followHere(event, () => go(changes)));
    return element('li', {}, link);
}

function listenToChoices() {
    const remembered = { period: true, by: true, span: false, language: false, theme: false };
    for (const [group, remember] of Object.entries(remembered)) {
        find(`choose-${group}`).addEventListener('change', event => {
            const more = group === 'period' ? { span: null, page: 1 } : group === 'by' ? { page: 1 } : {};
            go({ [group]: event.target.value, ...more }, { remember });
        });
    }
}

/* ---- figures ---- */

/** Paints the whole screen from answers of one cut. Marks what changed only where the same question was answered by a newer cut. */
function paint() {
    if (screen === null) {
        return;
    }
    const { figures, cut, agree } = screen;
    const mark = screen.isNew && screen.asked === shownQuestions;
    screen.isNew = false;
    shownQuestions = screen.asked;
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
    if (scrollToPartitions && screen.equation !== undefined) {
        scrollToPartitions = false;
        find('partitions').scrollIntoView({ block: 'end' });
    }
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

function warn(cut, agree) {
    notice('restored', cut.restored ? say('notice.restored') : null, say('notice.restored-more'));
    const { gap, received } = cut.equation;
    notice(
        'gap',
        gap === 0 ? null : say('notice.gap', { gap: count(gap) }),
        say('notice.gap-more', { received: count(received), classified: count(received - gap) }),
    );
    const ratings = cut.ratingEquation;
    notice(
        'rating-gap',
        ratings.gap === 0 ? null : say('notice.rating-gap', { gap: count(ratings.gap) }),
        say('notice.rating-gap-more', {
            ratings: count(ratings.ratings),
            counted: count(ratings.counted),
            generated: count(ratings.generated),
        }),
    );
    notice('mixed', agree ? null : say('notice.mixed'), say('notice.mixed-more'));
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
        told.view(say(`period.${figures.period.name}`), rate(figures.total.goodRate).text);
    } else {
        told.cutIs(cut.told);
    }
}

function admit(failure) {
    if (failure.code === 'no-cut-yet') {
        notice('empty', say('notice.empty'), say('notice.empty-more'));
    } else if (failure.status === 0) {
        notice('failed', say('notice.unreachable'), say('notice.failed-more', { sentence: '' }).trim());
    } else {
        const sentence = failure.sentences?.[spoken()] ?? String(failure);
        notice('failed', say('notice.failed'), say('notice.failed-more', { sentence }).trim());
    }
    retry = setTimeout(read, AGAIN_AFTER);
}

/* ---- start ---- */

dress();
listenToChoices();
whenChanged(() => {
    dress();
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
