import { current } from './address.js';
import { address, ask, problemOf } from './ask.js';
import { element, find, put, setAttribute } from './elements.js';
import { scopeOf } from './figures.js';
import { count, day, dayAndTime, hourOf, minuteOf } from './numbers.js';
import { tableIn } from './table.js';
import { name, say, spoken } from './texts.js';

/**
 * A number opens its records. The server runs the explain command for as long as the panel stands; where it may not, the panel shows the command. What it lists is added up here once more, and the panel
 * says whether that is the store's figure at the cut that was read.
 */

/** Rows in the table; the file holds every one that came. */
const SHOWN = 200;

/** A column for each number that is added up: a rate has two. */
function columnsOf(figures) {
    return [
        { key: 'place', title: () => say('explain.place'), head: true, cell: line => ({ text: placeOf(line), mono: true }) },
        ...figures.map(figure => ({
            key: figure,
            title: () => (figures.length === 1 ? say('explain.amounts') : nameOfFigure(figure)),
            number: true,
            cell: line => ({ text: signed(line.amounts[figure] ?? 0), tone: 'strong' }),
        })),
        { key: 'reason', title: () => say('explain.reason'), cell: line => ({ text: line[spoken()] }) },
    ];
}

let running = null;
let answered = null;
let file = null;

/** What a number must tell to be opened: `metric` is its name in the views of the store, `figure` its name on the page, `shown` its text; `at` and `step` of a point of the trend, else the period's. */
export function openable(figure, metric, shown, { span = null, narrowed = {} } = {}) {
    if (span === null && periodShown === null) {
        return null;
    }
    const title = say('explain.open', { figure: `${figure} ${shown}` });
    return { title, go: () => show({ figure, metric, shown, ...(span ?? spanOfPeriod()), narrowed }) };
}

let periodShown = null;

/** The period of the answer on the screen. */
export function periodIs(period) {
    periodShown = period.from === null ? null : period;
}

function spanOfPeriod() {
    const { name: period, from, to } = periodShown;
    if (period === 'hour') {
        return { hour: hourOf(from) };
    }
    return period === 'now' ? { from: minuteOf(from), to: minuteOf(to) } : { from: day(from), to: day(to) };
}

/** The span of a point of the trend. */
export function spanOfPoint(step, at) {
    if (step === 'hour') {
        return { hour: hourOf(at) };
    }
    return step === 'minute' ? { from: minuteOf(at), to: minuteOf(at) } : { from: day(at), to: day(at) };
}

async function show(question) {
    const { figure, metric, shown, hour, from, to, narrowed } = question;
    const view = { ...current(), ...narrowed };
    const parameters = { metric, hour, from, to, department: view.department, venue: view.venue, channel: view.channel };
    stop();
    const mine = new AbortController();
    running = mine;
    answered = null;
    const when = hour !== undefined ? `${hour.replace('T', ' ')}:00` : (from === to ? from : `${from} – ${to}`).replaceAll('T', ' ');
    put(find('explain-title'), say('explain.title', { figure: `${scopeOf(view)}${figure}` }));
    put(find('explain-about'), say('explain.about', { when, shown }));
    put(find('explain-state'), say('explain.starting'));
    setAttribute(find('explain-state'), 'data-state', 'running');
    put(find('explain-more'), '');
    find('explain-records').hidden = true;
    find('explain-command').hidden = true;
    find('explain-file').hidden = true;
    find('explain').showModal();
    try {
        const { runs, command } = await ask(address('explain', parameters), mine.signal);
        put(find('explain-command-text'), command);
        if (!runs) {
            find('explain-command').hidden = false;
            put(find('explain-state'), say('explain.by-command'));
            setAttribute(find('explain-state'), 'data-state', 'command');
            return;
        }
        await follow(address('explain/run', parameters), mine.signal);
    } catch (failure) {
        if (running === mine && failure.name !== 'AbortError') {
            fail(failure.sentences?.[spoken()] || say('notice.unreachable'));
        }
    }
}

async function follow(url, signal) {
    const response = await fetch(url, { headers: { Accept: 'text/event-stream' }, signal, credentials: 'same-origin', cache: 'no-store' });
    if (!response.ok) {
        const problem = await problemOf(response);
        fail((spoken() === 'zh' ? problem.messageZh : problem.message) || say('notice.unreachable'));
        return;
    }
    let rest = '';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (rest + part.value).split('\n\n');
        rest = events.pop();
        events.forEach(take);
    }
    if (answered === null && find('explain-state').dataset.state === 'running') {
        fail(say('explain.broken'));
    }
}

function take(event) {
    const lines = event.split('\n');
    const kind = lines.find(line => line.startsWith('event: '))?.slice(7);
    const data = lines.filter(line => line.startsWith('data: ')).map(line => line.slice(6));
    if (kind === 'progress') {
        put(find('explain-state'), say('explain.reading', { line: data.join(' ') }));
    } else if (kind === 'problem') {
        fail(data.join(' '));
    } else if (kind === 'answer') {
        answered = JSON.parse(data.join('\n'));
        tell();
    }
}

function fail(sentence) {
    put(find('explain-state'), sentence);
    setAttribute(find('explain-state'), 'data-state', 'failed');
    find('explain-command').hidden = false;
}

function tell() {
    const { cut, sums, records, recordsFound, aside } = answered;
    const added = sums.map(sum => {
        const whole = records.length === recordsFound;
        const listed = records.reduce((all, line) => all + (line.amounts[sum.figure] ?? 0), 0);
        return { ...sum, same: sum.same && (!whole || listed === sum.store) };
    });
    const closes = added.every(sum => sum.same);
    const state = find('explain-state');
    const words = added.map(sum =>
        say(sum.same ? 'explain.adds-up' : 'explain.differs', {
            figure: nameOfFigure(sum.figure),
            records: count(sum.records),
            store: count(sum.store),
        }),
    );
    put(state, `${words.join(say('explain.and'))} ${say('explain.at-cut', { epoch: String(cut.epoch), time: dayAndTime(cut.completeThrough) })}`);
    setAttribute(state, 'data-state', closes ? 'closes' : 'differs');
    setAttribute(state, 'data-sums', added.map(sum => `${sum.figure}=${sum.records}`).join(' '));
    const lines = [...records, ...aside.map(line => ({ ...line, isAside: true }))];
    put(
        find('explain-more'),
        say(records.length < recordsFound ? 'explain.listed-some' : 'explain.listed', {
            shown: count(Math.min(SHOWN, lines.length)),
            listed: count(records.length),
            n: count(recordsFound),
            aside: count(answered.asideFound),
        }),
    );
    find('explain-command').hidden = records.length === recordsFound;
    const fill = tableIn(find('explain-records'), columnsOf(sums.map(sum => sum.figure)), { rowKey: keyOf });
    fill(lines.slice(0, SHOWN), {
        captionText: say('explain.caption'),
        regionText: say('table.region', { table: say('explain.caption') }),
        emptyText: say('explain.none'),
    });
    find('explain-records').hidden = false;
    offer(lines, sums.map(sum => sum.figure));
}

/** Of a figure as the store calls it. */
function nameOfFigure(figure) {
    return name('figure', figure.replaceAll('_', '-'));
}

function keyOf(line) {
    return `${placeOf(line)} ${line.cause} ${line.en}`;
}

function placeOf({ topic, partition, offset }) {
    return `${topic} / ${partition} / ${offset}`;
}

function signed(value) {
    return value > 0 ? `+${count(value)}` : count(value);
}

/** All that came, as a file; it holds places, amounts and reasons, and nothing of a person. */
function offer(lines, figures) {
    const head = ['topic', 'partition', 'offset', ...figures, 'cause', spoken() === 'zh' ? '理由' : 'reason', 'by'];
    const rows = lines.map(line => [
        line.topic,
        line.partition,
        line.offset,
        ...figures.map(figure => line.amounts[figure] ?? 0),
        line.cause,
        line[spoken()],
        line.by === undefined ? '' : placeOf(line.by),
    ]);
    const text = [head, ...rows].map(row => row.map(cell).join(',')).join('\r\n');
    forget();
    file = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv;charset=utf-8' }));
    const link = find('explain-file');
    setAttribute(link, 'href', file);
    setAttribute(link, 'download', `records-${answered.cut.epoch}.csv`);
    put(link, say('download'));
    link.hidden = false;
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value) {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function forget() {
    if (file !== null) {
        URL.revokeObjectURL(file);
        file = null;
    }
}

function stop() {
    running?.abort();
    running = null;
}

export function listenToExplain() {
    const panel = find('explain');
    // The event comes a moment later, when another number may have been opened already: that one goes on.
    panel.addEventListener('close', () => {
        if (!panel.open) {
            stop();
            forget();
        }
    });
    // A click beside the panel closes it, too; the panel itself fills its box.
    panel.addEventListener('click', event => {
        if (event.target === panel) {
            panel.close();
        }
    });
    find('explain-close').addEventListener('click', () => panel.close());
    find('explain-copy').addEventListener('click', async () => {
        try {
            await navigator.clipboard.writeText(find('explain-command-text').textContent);
            put(find('explain-copy'), say('explain.copied'));
        } catch {
            getSelection().selectAllChildren(find('explain-command-text'));
        }
    });
    panel.addEventListener('close', () => put(find('explain-copy'), say('explain.copy')));
}
