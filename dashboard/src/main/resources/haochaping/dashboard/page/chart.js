import { colour } from './theme.js';

/** Null where the library is not there: then the places of charts are taken away, and every table says all that its chart would. */
const library = import('./lib/echarts.esm.min.js').catch(() => null);

/**
 * One chart. Painted on canvas, with painted tooltips: one of HTML would need inline styles, which the content security policy forbids.
 * `paint(options)` takes a function, so that colours are read when they are needed and not when the data came.
 */
export function chartIn(place, { onClick = () => {} } = {}) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let chart = null;
    let options = null;

    library.then(echarts => {
        if (echarts === null) {
            place.hidden = true;
            return;
        }
        chart = echarts.init(place, null, { renderer: 'canvas' });
        chart.on('click', onClick);
        new ResizeObserver(() => chart.resize()).observe(place);
        draw();
    });

    function draw() {
        if (chart !== null && options !== null) {
            chart.setOption({ animation: !still, animationDuration: 250, ...inCommon(), ...options() }, { notMerge: true });
        }
    }

    return function paint(wanted) {
        options = wanted;
        draw();
    };
}

function inCommon() {
    return {
        backgroundColor: 'transparent',
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour('quiet') },
    };
}

export function tooltip(formatter, more = {}) {
    return {
        renderMode: 'richText',
        trigger: 'axis',
        confine: true,
        backgroundColor: colour('ground'),
        borderColor: colour('firm'),
        textStyle: { color: colour('ink'), fontSize: 13, lineHeight: 19 },
        axisPointer: { type: 'line', lineStyle: { color: colour('firm') } },
        formatter,
        ...more,
    };
}

/** Lines and words of an axis in the colours in force. */
export function axis({ axisLabel = {}, splitLine = { show: false }, ...more }) {
    return {
        axisLine: { lineStyle: { color: colour('firm') } },
        axisTick: { show: false },
        axisLabel: { color: colour('quiet'), fontSize: 12, ...axisLabel },
        splitLine: { lineStyle: { color: colour('rule') }, ...splitLine },
        ...more,
    };
}

/** How wide the longest of these texts stands at an axis, in pixels. */
export function textWidth(texts) {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(0, ...texts.map(text => pen.measureText(text).width)));
}
