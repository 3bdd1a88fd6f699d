import { element, find, put, setAttribute } from './elements.js';
import { completionTime, rate, satisfactionInWords } from './figures.js';
import { openable } from './explain.js';
import { count } from './numbers.js';
import { say } from './texts.js';

/** The figures above all tables. The first is what a monitoring centre looks for from across the room. */
const FIRST = {
    title: 'good-rate',
    metric: 'satisfaction_rate',
    show: satisfactionInWords,
};

const OTHERS = [
    {
        title: 'bad',
        metric: 'bad',
        show: figures => ({ text: count(figures.bad), basis: say('of-ratings', { n: count(figures.ratings) }), alarming: figures.bad > 0 }),
    },
    { title: 'bad-rate', metric: 'bad_rate', show: figures => rate(figures.badRate) },
    { title: 'active-good-rate', metric: 'active_good_rate', show: figures => rate(figures.activeGoodRate) },
    { title: 'active-share', metric: 'active_share', show: figures => rate(figures.activeShare) },
    { title: 'default-share', metric: 'defaults', show: figures => rate(figures.defaultShare) },
    {
        title: 'participation',
        metric: 'participation',
        show: figures => ({
            ...rate(figures.participation),
            basis: basisOr(figures.participation, () =>
                say('participation.basis', { rated: count(figures.ratedCases), n: count(figures.completed) }),
            ),
        }),
    },
    { title: 'p50', metric: 'timed', show: figures => completionTime(figures.completionTime, 'p50Seconds') },
    { title: 'p90', metric: 'timed', show: figures => completionTime(figures.completionTime, 'p90Seconds') },
];

/** Letters of 100.000 %. */
const WIDEST = 9;

function basisOr(of, sentence) {
    return of.value === null ? rate(of).basis : sentence();
}

export function headline() {
    const first = measureIn(find('first-measure'));
    const others = OTHERS.map(() => {
        const place = element('div', { class: 'measure' });
        find('measures').append(place);
        return measureIn(place);
    });

    return function show(figures, mark) {
        first(FIRST, figures, mark);
        OTHERS.forEach((measure, at) => others[at](measure, figures, mark));
    };
}

function measureIn(place) {
    const title = element('dt');
    const value = element('button', { type: 'button', class: 'opens', 'aria-haspopup': 'dialog', disabled: '' });
    const basis = element('dd', { class: 'basis' });
    place.append(title, element('dd', { class: 'value' }, value), basis);

    return function fill(measure, figures, mark) {
        const shown = measure.show(figures);
        put(title, say(measure.title));
        fillValue(value, shown.text, mark);
        // 100.000 % fits; a share that is nearly whole takes up to three digits more.
        setAttribute(value.parentElement, 'data-long', shown.text.length > WIDEST ? '' : null);
        const open = openable(say(measure.title), measure.metric, shown.text);
        value.disabled = open === null;
        setAttribute(value, 'title', open?.title);
        value.onclick = open?.go ?? null;
        put(basis, shown.basis);
        place.classList.toggle('alarming', shown.alarming === true);
    };
}

/** Numbers large, their units small: `3 h 5 min` has two of each. */
function fillValue(place, text, mark) {
    const words = text.split(' ');
    while (place.children.length < words.length) {
        place.append(element('span'));
    }
    [...place.children].forEach((span, at) => {
        const isUnit = at % 2 === 1;
        const word = words[at] ?? '';
        span.classList.toggle('unit', isUnit);
        put(span, isUnit && word !== '' ? ` ${word} ` : word, mark);
    });
}
