import { element, find, put } from './elements.js';

/** States that nobody may overlook, above everything else. Each kind stands at most once; `loud` ones concern the truth of the figures. */
const ORDER = ['restored', 'gap', 'rating-gap', 'broken', 'failed', 'stale', 'empty', 'mixed'];
const LOUD = new Set(['restored', 'gap', 'rating-gap']);

/** Shows a notice, or takes it away where the title is null. Equal texts are left alone: an alert that is written again is read out again. */
export function notice(kind, title, more = '') {
    const place = find('notices');
    const standing = place.querySelector(`[data-kind="${kind}"]`);
    if (title === null) {
        standing?.remove();
        return;
    }
    if (standing !== null) {
        put(standing.firstElementChild, title);
        put(standing.lastElementChild, more);
        return;
    }
    const made = element(
        'p',
        { class: LOUD.has(kind) ? 'notice loud' : 'notice', 'data-kind': kind },
        element('strong', {}, title),
        element('span', {}, more),
    );
    const after = [...place.children].find(other => ORDER.indexOf(other.dataset.kind) > ORDER.indexOf(kind));
    place.insertBefore(made, after ?? null);
}
