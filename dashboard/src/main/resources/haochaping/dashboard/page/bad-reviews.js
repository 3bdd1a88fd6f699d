import { current, go, hrefOf } from './address.js';
import { find } from './elements.js';
import { nameOf, scopeOf } from './figures.js';
import { count, dayAndMinute } from './numbers.js';
import { tableIn } from './table.js';
import { name, say } from './texts.js';

/** As many as a screen holds beside the other panels. */
export const SHOWN = 7;

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
    const department = nameOf('department', review.department, review.names.department);
    const isCode = department === review.department;
    const basis = [isCode ? '' : review.department, nameOf('channel', review.channel, review.names.channel)];
    if (review.venue !== '') {
        basis.push(nameOf('venue', review.venue, review.names.venue));
    }
    return {
        text: department,
        mono: isCode,
        basis: basis.filter(part => part !== '').join(' · '),
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

export function badReviews() {
    const fill = tableIn(find('bad-reviews').querySelector('.table-frame'), COLUMNS, {
        rowKey: review => review.key,
    });

    return function show(answer, mark) {
        fill(answer.rows, {
            captionText:
                scopeOf(current()) + say('bad-reviews.caption', { shown: count(answer.rows.length), n: count(answer.rowCount) }),
            regionText: say('table.region', { table: say('bad-reviews') }),
            emptyText: say('bad-reviews.none'),
            mark,
        });
    };
}
