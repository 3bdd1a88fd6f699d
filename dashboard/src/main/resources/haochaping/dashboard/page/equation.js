import { element, find, put } from './elements.js';
import { count } from './numbers.js';
import { say } from './texts.js';

/** The closing equation, always in sight: whoever reads a figure sees whether every record behind it is accounted for. */

const CLASSES = ['counted', 'duplicate', 'superseded', 'voided', 'excluded', 'quarantined'];

export function equation() {
    const records = lineIn(find('record-equation'), CLASSES.length, true);
    const ratings = lineIn(find('rating-equation'), 2, false);

    return function show(cut) {
        records({
            label: say('equation'),
            whole: [say('equation.received'), cut.equation.received],
            terms: CLASSES.map(name => [say(`equation.${name}`), cut.equation[name]]),
            gap: cut.equation.gap,
            openParts: cut.equation.openPartitions,
            beside: [say('equation.control'), cut.equation.control],
        });
        ratings({
            label: say('rating-equation'),
            whole: [say('rating-equation.ratings'), cut.ratingEquation.ratings],
            terms: [
                [say('rating-equation.counted'), cut.ratingEquation.counted],
                [say('rating-equation.generated'), cut.ratingEquation.generated],
            ],
            gap: cut.ratingEquation.gap,
        });
        put(find('versions'), say('equation.version', { version: cut.codeVersion, digest: cut.decisionSetDigest.slice(0, 12) }));
    };
}

function lineIn(place, size, withBeside) {
    const label = element('span', { class: 'label' });
    const terms = Array.from({ length: size + 1 }, () => ({
        name: element('span'),
        value: element('b'),
    }));
    const gap = element('span');
    const beside = { name: element('span'), value: element('b') };
    place.append(label);
    terms.forEach((term, at) => {
        if (at > 0) {
            place.append(element('span', { class: 'sign' }, at === 1 ? '=' : '+'));
        }
        place.append(element('span', { class: 'term' }, term.name, ' ', term.value));
    });
    place.append(gap);
    if (withBeside) {
        place.append(element('span', { class: 'term' }, beside.name, ' ', beside.value));
    }

    return function fill(content) {
        put(label, content.label);
        [content.whole, ...content.terms].forEach(([name, value], at) => {
            put(terms[at].name, name);
            put(terms[at].value, count(value));
        });
        // Gaps of partitions may cancel each other in the sum.
        const parts = content.openParts ?? 0;
        const closes = content.gap === 0 && parts === 0;
        put(
            gap,
            closes
                ? say('equation.closes')
                : content.gap === 0
                  ? say('equation.open-partitions', { n: count(parts) })
                  : say('equation.gap', { gap: count(content.gap) }),
        );
        gap.className = closes ? 'closes' : 'open';
        if (withBeside) {
            put(beside.name, content.beside[0]);
            put(beside.value, count(content.beside[1]));
        }
    };
}
