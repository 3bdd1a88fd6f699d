import { count, duration, NO_VALUE, percent } from './numbers.js';
import { name, say, spoken } from './texts.js';

/** How figures of the server stand on the page, in tables and above them: a value with its n, or a dash with its reason. */

export function rate(of) {
    if (of.value === null) {
        return { text: NO_VALUE, basis: reason(of.reason), none: true };
    }
    return { text: `${percent(of.numerator, of.denominator)} %`, basis: say('n', { n: count(of.denominator) }), none: false };
}

/** The satisfaction rate; the middle class stands beside its n where the rules have one and somebody chose it. */
export function satisfaction(figures) {
    const shown = rate(figures.satisfactionRate);
    return figures.neutral === 0 ? shown : { ...shown, basis: `${shown.basis} · ${say('good-rate.neutral', { neutral: count(figures.neutral) })}` };
}

/** The same above all tables, in whole words. */
export function satisfactionInWords(figures) {
    const of = figures.satisfactionRate;
    const shown = rate(of);
    const words = [shown.none ? shown.basis : say('good-rate.basis', { good: count(of.numerator), n: count(of.denominator) })];
    if (figures.neutral !== 0) {
        words.push(say('good-rate.neutral', { neutral: count(figures.neutral) }));
    }
    const leftOut = figures.ratings - of.denominator;
    if (leftOut !== 0) {
        words.push(say('good-rate.left-out', { n: count(leftOut) }));
    }
    return { ...shown, basis: words.join(' · ') };
}

/** `percentile` is p50Seconds, p90Seconds or p95Seconds. */
export function completionTime(of, percentile) {
    const seconds = of[percentile];
    if (seconds === null) {
        return { text: NO_VALUE, basis: reason(of.reason), none: true };
    }
    return { text: duration(seconds, durationWords()), basis: say('n', { n: count(of.n) }), none: false };
}

function reason(code) {
    return code === null ? say('reason.unknown') : name('reason', code);
}

export function durationWords() {
    return { day: say('unit.day'), hour: say('unit.hour'), minute: say('unit.minute'), second: say('unit.second') };
}

/** Names that answers have brought, by dimension and code: what is narrowed to one department still has to be called something. */
const learned = new Map();

/** Takes the names of an answer in; true: one of them was not known, so what names codes is to be written again. */
export function learn(answer, by) {
    const before = learned.size;
    for (const dimension of ['department', 'venue', 'channel']) {
        keepName(dimension, answer.filter[dimension], answer.filter.names[dimension]);
    }
    answer.rows.forEach(row => keepName(by, row.key, row.name));
    return learned.size > before;
}

function keepName(dimension, key, given) {
    if (key !== null && given !== null) {
        learned.set(`${dimension}=${key}`, given);
    }
}

/** The name of a department, venue or channel as the server knows it, or its code. Not every name has an English form. */
export function nameOf(dimension, key, given = null) {
    const known = given ?? learned.get(`${dimension}=${key}`);
    if (known !== undefined) {
        return known[spoken()] ?? known.zh;
    }
    return key === '' ? say(`${dimension}.none`) : key;
}

/** What the figures are narrowed to, as it stands before a table's name; empty where they are not. */
export function scopeOf(view) {
    return ['department', 'venue', 'channel']
        .filter(dimension => view[dimension] !== null)
        .map(dimension => say(`scope.${dimension}`, { key: nameOf(dimension, view[dimension]) }))
        .map(words => `${words} · `)
        .join('');
}
