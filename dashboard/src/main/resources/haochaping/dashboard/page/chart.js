import { spoken } from './texts.js';
import { colour } from './theme.js';

/** Null where the library is not there: then the places of charts are taken away, and every table says all that its chart would. */
const library = import('./lib/echarts.esm.min.js').catch(() => null);

/**
 * One chart. Painted on canvas, with painted tooltips: one of HTML would need inline styles, which the content security policy forbids.
 * `paint(of, options)` paints again only where `of`, the theme or the language differ; `options` is a function, so that colours are read when they
 * are needed and not when the data came.
 */
export function chartIn(place, { onClick = () => {} } = {}) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let chart = null;
    let options = null;
    let painted = '';

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
            // Merged into what stands, so that bars grow from where they were instead of starting again at every cut.
            chart.setOption({ animation: !still, animationDuration: 0, animationDurationUpdate: 300, ...inCommon(), ...options() });
        }
    }

    return function paint(of, wanted) {
        options = wanted;
        const now = JSON.stringify([of, spoken(), colour('ground'), scaled(100)]);
        if (now !== painted) {
            painted = now;
            draw();
        }
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
        textStyle: { color: colour('ink'), fontSize: scaled(13), lineHeight: scaled(19) },
        axisPointer: { type: 'line', lineStyle: { color: colour('firm') } },
        formatter,
        ...more,
    };
}

/** A length of the design, drawn for 16 pixels a letter, in the size of the letters on this screen: on a wall they are larger. */
export function scaled(pixels) {
    return Math.round((pixels * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16);
}

/** Lines and words of an axis in the colours in force. */
export function axis({ axisLabel = {}, splitLine = { show: false }, ...more }) {
    return {
        axisLine: { lineStyle: { color: colour('firm') } },
        axisTick: { show: false },
        axisLabel: { color: colour('quiet'), fontSize: scaled(12), ...axisLabel },
        splitLine: { lineStyle: { color: colour('rule') }, ...splitLine },
        ...more,
    };
}

/** How wide the longest of these texts stands at an axis, in pixels. */
export function textWidth(texts) {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = `${scaled(12)}px ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(0, ...texts.map(text => pen.measureText(text).width)));
}
