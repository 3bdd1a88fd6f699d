import { current } from './address.js';
import { axis, chartIn, scaled, tooltip } from './chart.js';
import { find, put } from './elements.js';
import { openable, spanOfPoint } from './explain.js';
import { rate, satisfaction, scopeOf } from './figures.js';
import { count, day, dayAndMinute, minuteOfDay, percent } from './numbers.js';
import { tableIn } from './table.js';
import { say } from './texts.js';
import { colour } from './theme.js';

/** How the start of a minute, hour or day is written, in the table and at the axis. */
const WRITTEN = {
    minute: { whole: minuteOfDay, short: minuteOfDay },
    hour: { whole: dayAndMinute, short: minuteOfDay },
    day: { whole: day, short: at => day(at).slice(5) },
};

const COLUMNS = [
    { key: 'at', title: () => say('trend.time'), head: true, cell: point => ({ text: point.written }) },
    { key: 'satisfactionRate', title: () => say('good-rate'), number: true, cell: point => ({ ...satisfaction(point.figures), tone: 'strong', ...opens(point, 'good-rate', 'satisfaction_rate') }) },
    { key: 'bad', title: () => say('bad'), number: true, cell: point => ({ text: count(point.figures.bad), tone: 'strong', ...opens(point, 'bad', 'bad') }) },
    { key: 'badRate', title: () => say('bad-rate'), number: true, cell: point => ({ ...rate(point.figures.badRate), ...opens(point, 'bad-rate', 'bad_rate') }) },
    { key: 'activeGoodRate', title: () => say('active-good-rate'), number: true, cell: point => ({ ...rate(point.figures.activeGoodRate), ...opens(point, 'active-good-rate', 'active_good_rate') }) },
];

function opens(point, title, metric) {
    return { open: openable(say(title), metric, point.written, { span: spanOfPoint(point.step, point.at) }) };
}

export function trend() {
    const panel = find('trend');
    const fill = tableIn(panel.querySelector('.table-frame'), COLUMNS, { rowKey: point => point.at });
    const paint = chartIn(panel.querySelector('.chart'));

    return function show(answer, mark) {
        const points = answer.points.map(point => ({ ...point, step: answer.step, written: WRITTEN[answer.step].whole(point.at) }));
        fill([...points].reverse(), {
            captionText: scopeOf(current()) + say('trend.caption', { span: say(`trend.span.${answer.span}`) }),
            regionText: say('table.region', { table: say('trend') }),
            emptyText: say('nothing'),
            mark,
        });
        put(find('trend-lowest'), lowest(points));
        paint(points, () => options(points, WRITTEN[answer.step].short));
    };
}

/** Where it dropped, in words; nothing where it never did. */
function lowest(points) {
    const rated = points.filter(point => point.figures.bad > 0 && point.figures.satisfactionRate.value !== null);
    if (rated.length === 0) {
        return '';
    }
    const least = rated.reduce((a, b) => (b.figures.satisfactionRate.value < a.figures.satisfactionRate.value ? b : a));
    const { numerator, denominator } = least.figures.satisfactionRate;
    return say('trend.lowest', { rate: percent(numerator, denominator), time: least.written, n: count(denominator) });
}

function options(points, short) {
    const rates = points.map(point => (point.figures.satisfactionRate.value === null ? null : point.figures.satisfactionRate.value * 100));
    return {
        grid: { left: 4, right: 4, top: 14, bottom: 4, containLabel: true },
        tooltip: tooltip(([first]) => words(points[first.dataIndex])),
        xAxis: axis({
            type: 'category',
            data: points.map(point => short(point.at)),
            axisLabel: { hideOverlap: true },
        }),
        yAxis: [
            axis({
                type: 'value',
                scale: true,
                max: 100,
                splitNumber: 4,
                axisLine: { show: false },
                splitLine: { show: true },
                // The lowest value is not a round one, and where it comes close to the next, both words would lie on one another.
                axisLabel: { formatter: value => `${Number(value.toFixed(3))} %`, hideOverlap: true },
            }),
            axis({
                type: 'value',
                min: 0,
                // Bars keep to the lower third, so that they never hide the line.
                max: ({ max }) => Math.max(3, Math.ceil(max * 3)),
                minInterval: 1,
                splitNumber: 4,
                axisLine: { show: false },
                axisLabel: { formatter: value => count(value), showMaxLabel: false },
            }),
        ],
        series: [
            {
                type: 'bar',
                yAxisIndex: 1,
                data: points.map(point => point.figures.bad),
                barMaxWidth: scaled(10),
                itemStyle: { color: colour('bar') },
            },
            {
                type: 'line',
                // A single value between two gaps would be invisible without its dot.
                data: rates.map((value, at) => ({ value, symbolSize: value !== null && isAlone(rates, at) ? scaled(6) : 0 })),
                showAllSymbol: true,
                lineStyle: { width: scaled(2), color: colour('accent') },
                itemStyle: { color: colour('accent') },
            },
        ],
    };
}

function isAlone(rates, at) {
    return (rates[at - 1] ?? null) === null && (rates[at + 1] ?? null) === null;
}

function words(point) {
    const good = rate(point.figures.satisfactionRate);
    return [point.written, `${say('good-rate')}  ${good.text}  (${good.basis})`, `${say('bad')}  ${count(point.figures.bad)}`].join('\n');
}
