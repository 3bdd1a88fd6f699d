import { find } from './elements.js';
import { NUMBERS } from './equation-numbers.js';
import { count } from './numbers.js';
import { tableIn } from './table.js';
import { say } from './texts.js';
import { topics } from './topics.js';

/** The closing equation per partition: where a gap is, and which partition is behind; of the newest cut or of the one that was asked for. */

const COLUMNS = [
    {
        key: 'partition',
        title: () => say('partitions.partition'),
        head: true,
        cell: line => ({ text: nameOf(line), mono: line.topic !== null }),
    },
    ...NUMBERS,
];

function nameOf(line) {
    return line.topic === null ? say('partitions.total') : `${line.topic}-${line.partition}`;
}

export function partitions() {
    const showTopics = topics();
    const panel = find('partitions');
    const fill = tableIn(panel.querySelector('.table-frame'), COLUMNS, { rowKey: line => `${line.topic}-${line.partition}` });

    /** Nobody asked for it: null. */
    return function show(answer, mark) {
        const opens = panel.hidden && answer !== null && document.documentElement.dataset.epoch !== undefined;
        const refused = answer !== null && answer.refused !== undefined;
        panel.hidden = answer === null || refused;
        showTopics(answer, mark);
        if (answer === null || refused) {
            return;
        }
        // A gap stands first: with a hundred partitions nobody would find it.
        const lines = [...answer.partitions].sort((a, b) => Math.abs(b.gap ?? 0) - Math.abs(a.gap ?? 0));
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
