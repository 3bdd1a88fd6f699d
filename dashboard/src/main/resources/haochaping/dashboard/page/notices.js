import { element, find, put } from './elements.js';
import { count } from './numbers.js';
import { say } from './texts.js';

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

/** What a cut says against itself. `agree` is false where the panels had to be painted from different cuts. */
export function warn(cut, agree) {
    notice('restored', cut.restored ? say('notice.restored') : null, say('notice.restored-more'));
    const { gap, received, openPartitions } = cut.equation;
    notice(
        'gap',
        gap !== 0
            ? say('notice.gap', { gap: count(gap) })
            : openPartitions === 0
              ? null
              : say('notice.gaps-of-partitions', { n: count(openPartitions) }),
        say('notice.gap-more', { received: count(received), classified: count(received - gap) }),
    );
    const ratings = cut.ratingEquation;
    notice(
        'rating-gap',
        ratings.gap === 0 ? null : say('notice.rating-gap', { gap: count(ratings.gap) }),
        say('notice.rating-gap-more', {
            ratings: count(ratings.ratings),
            counted: count(ratings.counted),
            generated: count(ratings.generated),
        }),
    );
    notice('mixed', agree ? null : say('notice.mixed'), say('notice.mixed-more'));
}
