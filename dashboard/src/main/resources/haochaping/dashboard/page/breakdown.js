import { current, go, hrefOf } from './address.js';
import { address, ask } from './ask.js';
import { axis, chartIn, scaled, textWidth, tooltip } from './chart.js';
import { element, find, put } from './elements.js';
import { openable } from './explain.js';
import { completionTime, nameOf, rate, satisfaction, scopeOf } from './figures.js';
import { count } from './numbers.js';
import { tableIn } from './table.js';
import { say } from './texts.js';
import { colour } from './theme.js';

/** Rows of one page: on a wall, where nobody scrolls, what stands above the fold. */
export const PAGE = matchMedia('(min-width: 1600px)').matches ? 8 : 20;

/** Bars of the chart; more would only be thin. */
const BARS = 10;

/** Of the names beside the bars, in pixels of the design: a code may be 64 characters long. */
const WIDEST_NAME = 190;

/** Where a click leads: from a department to its venues, from a venue to its channels, from a channel to the departments behind it. */
function inside(view, key) {
    const narrowed = { [view.by]: key, page: 1 };
    if (view.by === 'department') {
        return { ...narrowed, by: view.venue === null && view.period !== 'now' ? 'venue' : 'channel' };
    }
    if (view.by === 'venue') {
        return { ...narrowed, by: view.department === null ? 'department' : 'channel' };
    }
    return { ...narrowed, by: view.department === null ? 'department' : 'venue' };
}

const COLUMNS = [
    { key: 'key', title: () => say(`breakdown.${current().by}`), head: true, sort: 'key', cell: keyCell },
    {
        key: 'satisfactionRate',
        title: () => say('good-rate'),
        number: true,
        sort: 'satisfactionRate',
        cell: row => ({ ...opened(row, 'good-rate', 'satisfaction_rate', satisfaction(row.figures)), tone: 'strong' }),
    },
    { key: 'bad', title: () => say('bad'), number: true, sort: 'bad', cell: badCell },
    { key: 'badRate', title: () => say('bad-rate'), number: true, sort: 'badRate', cell: row => opened(row, 'bad-rate', 'bad_rate', rate(row.figures.badRate)) },
    {
        key: 'activeGoodRate',
        title: () => say('active-good-rate'),
        number: true,
        sort: 'activeGoodRate',
        cell: row => opened(row, 'active-good-rate', 'active_good_rate', rate(row.figures.activeGoodRate)),
    },
    { key: 'activeShare', title: () => say('breakdown.shares'), number: true, sort: 'activeShare', cell: sharesCell },
    {
        key: 'p50',
        title: () => say('p50'),
        number: true,
        sort: 'p50Seconds',
        cell: row => opened(row, 'p50', 'timed', completionTime(row.figures.completionTime, 'p50Seconds')),
    },
    {
        key: 'p90',
        title: () => say('p90'),
        number: true,
        sort: 'p90Seconds',
        cell: row => opened(row, 'p90', 'timed', completionTime(row.figures.completionTime, 'p90Seconds')),
    },
];

function keyCell(row) {
    const view = current();
    const shown = nameOf(view.by, row.key, row.name);
    const changes = inside(view, row.key);
    return {
        text: shown,
        basis: shown === row.key || row.key === '' || view.by === 'channel' ? '' : row.key,
        mono: shown === row.key,
        link: { href: hrefOf(changes), label: say('breakdown.open', { key: shown }), go: () => go(changes) },
    };
}

function badCell(row) {
    return { ...opened(row, 'bad', 'bad', { text: count(row.figures.bad) }), tone: 'strong' };
}

/** What a cell shows, as a number that opens its records. */
function opened(row, title, metric, shown) {
    return { ...shown, open: openable(say(title), metric, shown.text, { narrowed: { [current().by]: row.key } }) };
}

/** Both shares are of the same ratings and add up to a whole; their n stands below the satisfaction rate of the row. */
function sharesCell(row) {
    const active = rate(row.figures.activeShare);
    const shown = active.none ? active : { text: active.text, basis: say('breakdown.default', { rate: rate(row.figures.defaultShare).text }) };
    return opened(row, 'active-share', 'active_share', shown);
}

/** A click on the column that sorts already turns it round; another one begins with what needs attention. */
function sortBy(column, standing) {
    const worstFirst = column === 'key' || column === 'satisfactionRate' || column === 'activeGoodRate' ? 'asc' : 'desc';
    const turned = standing === 'ascending' ? 'desc' : 'asc';
    go({ sort: column, order: standing === null ? worstFirst : turned, page: 1 }, { remember: false });
}

export function breakdown() {
    const panel = find('breakdown');
    let bars = [];
    const fill = tableIn(panel.querySelector('.table-frame'), COLUMNS, { rowKey: row => row.key, onSort: sortBy });
    const paint = chartIn(panel.querySelector('.chart'), {
        onClick: event => go(inside(current(), bars[event.dataIndex].key)),
    });
    find('page-before').addEventListener('click', () => go({ page: current().page - 1 }));
    find('page-next').addEventListener('click', () => go({ page: current().page + 1 }));
    const offerFound = searching();

    return function show(answer, mark) {
        const view = current();
        fill(answer.rows, {
            captionText:
                scopeOf(view) +
                say('breakdown.caption', {
                    period: say(`period.${view.period}`),
                    by: say(`breakdown.${view.by}`).toLowerCase(),
                    n: count(answer.rowCount),
                }),
            regionText: say('table.region', { table: say('breakdown') }),
            emptyText: say('nothing'),
            sorted: { by: answer.sort, order: answer.order },
            mark,
        });
        showPages(answer);
        bars = answer.rows.slice(0, BARS).filter(row => row.figures.badRate.value !== null);
        put(find('breakdown-chart-label'), bars.length === 0 ? '' : say('breakdown.chart-label', { n: bars.length }));
        const painted = bars;
        paint([view.by, painted], () => options(painted, view.by));
        find('channel-note').hidden = view.by !== 'channel';
        offerFound();
    };
}

function showPages(answer) {
    const last = answer.offset + answer.rows.length;
    find('page-before').disabled = answer.offset === 0;
    find('page-next').disabled = last >= answer.rowCount;
    const range = { from: count(answer.offset + 1), to: count(last), n: count(answer.rowCount) };
    put(find('page-range'), answer.rows.length === 0 ? '' : say('pages.range', range));
    find('page-before').parentElement.hidden = answer.rowCount <= PAGE && answer.offset === 0;
}

function options(rows, by) {
    const names = rows.map(row => nameOf(by, row.key, row.name));
    return {
        grid: { left: Math.min(textWidth(names), scaled(WIDEST_NAME)) + scaled(12), right: scaled(80), top: 0, bottom: 0 },
        tooltip: tooltip(([first]) => words(names[first.dataIndex], rows[first.dataIndex]), { axisPointer: { type: 'none' } }),
        xAxis: axis({ type: 'value', min: 0, show: false }),
        yAxis: axis({
            type: 'category',
            inverse: true,
            data: names,
            axisLine: { show: false },
            axisLabel: { width: scaled(WIDEST_NAME), overflow: 'truncate' },
        }),
        series: [
            {
                type: 'bar',
                data: rows.map(row => row.figures.badRate.value * 100),
                barMaxWidth: scaled(8),
                cursor: 'pointer',
                itemStyle: { color: colour('bar') },
                label: {
                    show: true,
                    position: 'right',
                    color: colour('ink'),
                    fontSize: scaled(12),
                    formatter: ({ dataIndex }) => rate(rows[dataIndex].figures.badRate).text,
                },
            },
        ],
    };
}

function words(name, row) {
    const bad = rate(row.figures.badRate);
    return [name, `${say('bad-rate')}  ${bad.text}  (${bad.basis})`, `${say('bad')}  ${count(row.figures.bad)}`].join('\n');
}

/** The field that finds one department or venue among thousands: the server searches, the browser offers what it found. */
function searching() {
    const field = find('search');
    const offers = find('found');
    let found = [];
    let stop = new AbortController();

    async function lookUp() {
        const by = current().by;
        const chosen = found.find(row => row.value === field.value);
        if (chosen !== undefined) {
            field.value = '';
            found = [];
            go(inside(current(), chosen.value));
            return;
        }
        stop.abort();
        stop = new AbortController();
        const text = field.value.trim();
        if (text === '') {
            offers.replaceChildren();
            return;
        }
        try {
            const answer = await ask(address(`${by}s`, { search: text, limit: 10 }), stop.signal);
            found = answer.rows;
            offers.replaceChildren(...found.map(row => element('option', { value: row.value }, nameOf(by, row.value, row.name))));
        } catch {
            // A look-up that was overtaken or failed offers nothing; the next letter asks again.
            offers.replaceChildren();
        }
    }

    field.addEventListener('input', lookUp);
    field.addEventListener('keydown', event => {
        if (event.key === 'Enter' && found.length === 1) {
            field.value = found[0].value;
            lookUp();
        }
    });
    return () => {
        field.hidden = current().by === 'channel';
    };
}
