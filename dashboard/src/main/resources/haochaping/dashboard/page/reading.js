import { spanOf } from './address.js';
import { SHOWN as ALERTS } from './alerts.js';
import { address, ask } from './ask.js';
import { SHOWN as REVIEWS } from './bad-reviews.js';
import { PAGE } from './breakdown.js';

/** What one screen asks. Every answer names its cut; a screen is painted from answers of one cut alone. */

/** Cuts are committed every few seconds and answered in milliseconds, so a second attempt nearly always agrees. */
const ATTEMPTS = 4;

function scopeOf(view) {
    return { department: view.department, venue: view.venue, channel: view.channel };
}

export function questions(view) {
    return {
        figures: address('figures', {
            period: view.period,
            by: view.by,
            ...scopeOf(view),
            sort: view.sort,
            order: view.order,
            limit: PAGE,
            offset: (view.page - 1) * PAGE,
        }),
        trend: address('trend', { span: spanOf(view), ...scopeOf(view) }),
        badReviews: address('bad-reviews', { ...scopeOf(view), limit: REVIEWS }),
        alerts: address('alerts', { limit: ALERTS }),
        ...(view.equation === 'open' ? { equation: address('equation', { cut: view.cut, at: view.at }) } : {}),
    };
}

/** The same tables whole, as files. */
export function downloads(view) {
    const lang = view.language;
    const { period, by, sort, order } = view;
    return {
        breakdown: address('figures.csv', { period, by, ...scopeOf(view), sort, order, lang }),
        trend: address('trend.csv', { span: spanOf(view), ...scopeOf(view), lang }),
        'bad-reviews': address('bad-reviews.csv', { ...scopeOf(view), lang }),
        alerts: address('alerts.csv', { lang }),
        partitions: address('equation.csv', { cut: view.cut, at: view.at, lang }),
    };
}

/** That an earlier cut cannot be had leaves everything else as it is: its panel says so. */
async function askForACut(url, signal) {
    try {
        return await ask(url, signal);
    } catch (failure) {
        if (['no-such-cut', 'no-store', 'bad-parameter'].includes(failure.code)) {
            return { refused: failure.sentences };
        }
        throw failure;
    }
}

/**
 * Asks everything, and again what came from another cut. `cutOf(epoch)` gives the cut of that epoch where the event stream brought it already.
 * `agree` is false where the cuts ran away from us each time.
 */
export async function readScreen(view, cutOf, signal) {
    const asked = questions(view);
    let answers = {};
    let cut = null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const names = Object.keys(asked);
        const bodies = await Promise.all(names.map(name => (name === 'equation' ? askForACut : ask)(asked[name], signal)));
        answers = Object.fromEntries(names.map((name, at) => [name, bodies[at]]));
        const epoch = answers.figures.cut.epoch;
        const oneCut = bodies.every(body => body.refused !== undefined || (body.newestEpoch ?? body.cut.epoch) === epoch);
        cut = cutOf(epoch) ?? { told: await ask(address('cut'), signal), toldAt: Date.now() };
        if (oneCut && cut.told.epoch === epoch) {
            return { ...answers, cut, agree: true };
        }
    }
    return { ...answers, cut, agree: false };
}
