import { find } from './elements.js';
import { count, dayAndTime, NO_VALUE } from './numbers.js';
import { tableIn } from './table.js';
import { say } from './texts.js';

/** The closing equation per partition: where a gap is, and which partition is behind. */

const CLASSES = ['received', 'counted', 'duplicate', 'superseded', 'voided', 'excluded', 'quarantined'];

const COLUMNS = [
    {
        key: 'partition',
        title: () => say('partitions.partition'),
        head: true,
        cell: line => ({ text: nameOf(line), mono: line.topic !== null }),
    },
    ...CLASSES.map(name => ({
        key: name,
        title: () => say(`equation.${name}`),
        number: true,
        cell: line => ({ text: count(line[name]), tone: name === 'received' ? 'strong' : undefined }),
    })),
    {
        key: 'gap',
        title: () => say('partitions.gap'),
        number: true,
        cell: line => ({ text: count(line.gap), tone: line.gap === 0 ? undefined : 'alarming-text' }),
    },
    { key: 'control', title: () => say('partitions.control'), number: true, cell: line => ({ text: count(line.control) }) },
    { key: 'lastTickAt', title: () => say('partitions.last-tick'), number: true, cell: tickCell },
];

function nameOf(line) {
    return line.topic === null ? say('partitions.total') : `${line.topic}-${line.partition}`;
}

function tickCell(line) {
    return line.lastTickAt === null ? { text: NO_VALUE, basis: say('partitions.no-tick') } : { text: dayAndTime(line.lastTickAt) };
}

export function partitions() {
    const panel = find('partitions');
    const fill = tableIn(panel.querySelector('.table-frame'), COLUMNS, { rowKey: line => `${line.topic}-${line.partition}` });

    /** Nobody asked for it: null. */
    return function show(answer, mark) {
        const opens = panel.hidden && answer !== null && document.documentElement.dataset.epoch !== undefined;
        panel.hidden = answer === null;
        if (answer === null) {
            return;
        }
        // A gap stands first: with a hundred partitions nobody would find it.
        const lines = [...answer.partitions].sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));
        fill([answer.total, ...lines], {
            captionText: say('partitions.caption', { n: count(lines.length) }),
            regionText: say('table.region', { table: say('partitions') }),
            emptyText: say('nothing'),
            mark,
        });
        if (opens) {
            panel.scrollIntoView({ block: 'end' });
        }
    };
}
