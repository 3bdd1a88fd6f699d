import { find, put, setAttribute } from './elements.js';
import { durationWords } from './figures.js';
import { dayAndTime, duration, timeOfDay } from './numbers.js';
import { notice } from './notices.js';
import { say } from './texts.js';

/** A round of ticks a minute and a checkpoint: a healthy store is rarely two minutes behind. Seconds. */
const LATE = 180;

/** How far the figures reach, how far that is behind, and whether the line to the server stands. */
export function freshness() {
    let cut = null;
    let toldAt = 0;
    let brokenSince = null;

    /** The server's own reckoning at the time of its answer, and what has passed since: clocks of screens go wrong. */
    function secondsBehind() {
        if (cut === null || cut.secondsBehind === null) {
            return null;
        }
        return Math.max(0, cut.secondsBehind + Math.floor((Date.now() - toldAt) / 1000));
    }

    function show() {
        const behind = secondsBehind();
        showLine(behind);
        showBroken();
        if (cut === null) {
            put(find('through-label'), say('freshness.loading'));
            return;
        }
        const known = cut.completeThrough !== null;
        put(find('through-label'), say(known ? 'freshness.through' : 'freshness.unknown'));
        put(find('through'), known ? dayAndTime(cut.completeThrough) : '');
        setAttribute(find('through'), 'datetime', cut.completeThrough);
        put(
            find('behind'),
            behind === null ? say('freshness.unknown-why') : say('freshness.behind', { duration: duration(behind, durationWords()) }),
        );
        put(find('cut-name'), say('freshness.cut', { epoch: cut.epoch }));
        const stale = behind !== null && behind > LATE;
        notice(
            'stale',
            stale ? say('notice.stale', { duration: duration(behind, durationWords()) }) : null,
            stale ? say('notice.stale-more', { time: dayAndTime(cut.completeThrough) }) : '',
        );
    }

    function showLine(behind) {
        const state = brokenSince !== null ? 'broken' : behind !== null && behind > LATE ? 'late' : 'well';
        setAttribute(find('line-state'), 'data-state', state);
        setAttribute(find('line-state'), 'aria-label', say(brokenSince === null ? 'freshness.connected' : 'freshness.broken'));
    }

    function showBroken() {
        if (brokenSince === null) {
            notice('broken', null);
            return;
        }
        const since = timeOfDay(brokenSince);
        const places = cut === null ? { since } : { since, epoch: cut.epoch, committed: timeOfDay(cut.committedAt) };
        notice('broken', say('notice.broken'), say(cut === null ? 'notice.broken-nothing' : 'notice.broken-more', places));
    }

    setInterval(show, 1000);

    return {
        show,
        /** `at` is when the server said it, by this screen's clock. */
        cutIs(next, at) {
            cut = next;
            toldAt = at;
            show();
        },
        brokenAt(since) {
            brokenSince = since;
            show();
        },
        stands() {
            brokenSince = null;
            show();
        },
    };
}

/**
 * What a screen reader is told, politely. Every cut would be a voice that never stops, so it is told once a minute of completeThrough, and
 * at once when another view is shown or the line is back.
 */
export function speaker() {
    let lastMinute = '';

    return {
        cutIs(cut) {
            const minute = (cut.completeThrough ?? '').slice(0, 16);
            if (minute !== '' && minute !== lastMinute) {
                lastMinute = minute;
                put(find('spoken-state'), say('live.current', { time: timeOfDay(cut.completeThrough) }));
            }
        },
        view(period, rate) {
            put(find('spoken-state'), say('live.view', { period, rate }));
        },
        reconnected(cut) {
            if (cut.completeThrough !== null) {
                put(find('spoken-state'), say('live.reconnected', { time: timeOfDay(cut.completeThrough) }));
            }
        },
    };
}
