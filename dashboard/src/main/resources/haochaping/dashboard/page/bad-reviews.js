import { current, go, hrefOf } from './address.js';
import { find } from './elements.js';
import { nameOf } from './figures.js';
import { count, dayAndMinute } from './numbers.js';
import { tableIn } from './table.js';
import { name, say } from './texts.js';

/** As many as a screen holds beside the other panels. */
const SHOWN = 7;

/** All that the server holds: the newest of a department are picked from these. */
const HELD = 1_000;

const COLUMNS = [
    { key: 'at', title: () => say('bad-reviews.time'), head: true, cell: timeCell },
    { key: 'where', title: () => say('bad-reviews.where'), cell: whereCell },
    { key: 'tags', title: () => say('bad-reviews.tags'), cell: tagsCell },
];

function timeCell(review) {
    return {
        text: dayAndMinute(review.ratedAt),
        basis: say(review.realName ? 'bad-reviews.real-name' : 'bad-reviews.anonymous'),
    };
}

function whereCell(review) {
    const changes = { department: review.department, venue: null, channel: null, by: 'venue', page: 1 };
    const venue = review.venue === '' ? '' : ` · ${nameOf('venue', review.venue)}`;
    const department = nameOf('department', review.department);
    return {
        text: department,
        mono: department === review.department,
        basis: nameOf('channel', review.channel) + venue,
        link: { href: hrefOf(changes), label: say('breakdown.open', { key: department }), go: () => go(changes) },
    };
}

function tagsCell(review) {
    return {
        text: say(`level.${review.level}`),
        tone: review.level === 1 ? 'alarming-text' : 'strong',
        basis: review.tags.length === 0 ? say('bad-reviews.no-tags') : review.tags.map(tag => name('tag', tag)).join(' · '),
    };
}

/** How many to ask for: those of one department are looked for among all that the server holds. */
export function limitFor(view) {
    return isNarrow(view) ? HELD : SHOWN;
}

function isNarrow(view) {
    return view.department !== null || view.venue !== null || view.channel !== null;
}

export function badReviews() {
    const fill = tableIn(find('bad-reviews').querySelector('.table-frame'), COLUMNS, {
        rowKey: review => review.key,
    });

    return function show(answer, mark) {
        const view = current();
        const matches = answer.rows.filter(
            review =>
                (view.department === null || review.department === view.department) &&
                (view.venue === null || review.venue === view.venue) &&
                (view.channel === null || review.channel === view.channel),
        );
        const shown = numbered(matches.slice(0, SHOWN));
        const caption = isNarrow(view) ? 'bad-reviews.caption-scope' : 'bad-reviews.caption';
        fill(shown, {
            captionText: say(caption, { shown: count(shown.length), n: count(answer.rows.length) }),
            regionText: say('table.region', { table: say('bad-reviews') }),
            emptyText: say('bad-reviews.none'),
            mark,
        });
    };
}

/** Reviews have no id here, and two may agree in everything: those are told apart by their number among their like. */
function numbered(reviews) {
    const seen = new Map();
    return reviews.map(review => {
        const like = JSON.stringify(review);
        const nth = seen.get(like) ?? 0;
        seen.set(like, nth + 1);
        return { ...review, key: `${like}#${nth}` };
    });
}
