/**
 * The one place where figures become text. Rates are divided here, from the two whole numbers, in whole-number arithmetic: a double would
 * round 0.0005 to either side.
 */

/** Bad rates live in the fourth and fifth digit. */
const LEAST_DECIMALS = 3;
/** One in a hundred million still shows; beyond that nobody can tell. */
const MOST_DECIMALS = 6;

export const NO_VALUE = '—';

const grouping = new Intl.NumberFormat('en-US', { useGrouping: true, maximumFractionDigits: 0 });

export function count(value) {
    return value === null || value === undefined ? NO_VALUE : grouping.format(value).replace('-', '−');
}

/**
 * A share in per cent without its sign, rounded half up: `percent(17, 32)` is `53.125`. Takes more than three decimals only where a share
 * would otherwise read 0.000 or 100.000 and is not.
 */
export function percent(numerator, denominator) {
    if (!(denominator > 0)) {
        return NO_VALUE;
    }
    const above = BigInt(Math.abs(numerator));
    const below = BigInt(denominator);
    let decimals = LEAST_DECIMALS;
    let scaled = halfUp(above, below, decimals);
    while (decimals < MOST_DECIMALS && looksWhole(scaled, decimals) && above !== 0n && above !== below) {
        decimals += 1;
        scaled = halfUp(above, below, decimals);
    }
    const digits = scaled.toString().padStart(decimals + 1, '0');
    const sign = numerator < 0 ? '−' : '';
    return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function halfUp(above, below, decimals) {
    return (above * 200n * 10n ** BigInt(decimals) + below) / (below * 2n);
}

function looksWhole(scaled, decimals) {
    return scaled === 0n || scaled === 100n * 10n ** BigInt(decimals);
}

/** A duration in the two largest units that matter; percentiles are exact to one per cent, so more would be invented. */
export function duration(seconds, words) {
    if (seconds === null || seconds === undefined) {
        return NO_VALUE;
    }
    const units = [
        [86_400, words.day],
        [3_600, words.hour],
        [60, words.minute],
        [1, words.second],
    ];
    const whole = Math.round(seconds);
    const first = units.findIndex(([size]) => whole >= size);
    if (first < 0) {
        return `0 ${words.second}`;
    }
    const [size, name] = units[first];
    const large = Math.floor(whole / size);
    const next = units[first + 1];
    if (next === undefined || large >= 10) {
        const rounded = Math.round(whole / size);
        const larger = units[first - 1];
        return larger !== undefined && rounded * size >= larger[0] ? `1 ${larger[1]}` : `${rounded} ${name}`;
    }
    const small = Math.floor((whole % size) / next[0]);
    return small === 0 ? `${large} ${name}` : `${large} ${name} ${small} ${next[1]}`;
}

/** Instants as the hall's clock shows them, whatever zone the screen stands in. */
export const ZONE = 'Asia/Shanghai';

const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
});

function clock(instant) {
    return Object.fromEntries(parts.formatToParts(new Date(instant)).map(part => [part.type, part.value]));
}

export function day(instant) {
    const at = clock(instant);
    return `${at.year}-${at.month}-${at.day}`;
}

/** As the explain command takes an hour. */
export function hourOf(instant) {
    return `${day(instant)}T${clock(instant).hour}`;
}

/** As the explain command takes a minute. */
export function minuteOf(instant) {
    return `${day(instant)}T${minuteOfDay(instant)}`;
}

export function timeOfDay(instant) {
    const at = clock(instant);
    return `${at.hour}:${at.minute}:${at.second}`;
}

export function minuteOfDay(instant) {
    const at = clock(instant);
    return `${at.hour}:${at.minute}`;
}

export function dayAndMinute(instant) {
    const at = clock(instant);
    return `${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

export function dayAndTime(instant) {
    return `${day(instant)} ${timeOfDay(instant)}`;
}
