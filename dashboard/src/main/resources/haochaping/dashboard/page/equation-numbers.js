import { count, dayAndTime, NO_VALUE } from './numbers.js';
import { say } from './texts.js';

/** The columns of the closing equation that lines of every grain have. */

const CLASSES = ['received', 'counted', 'duplicate', 'superseded', 'voided', 'excluded', 'quarantined'];

/** Null: not known of a cut that is older than the columns. */
function records(number) {
    return number === null ? NO_VALUE : count(number);
}

export const NUMBERS = [
    ...CLASSES.map(name => ({
        key: name,
        title: () => say(`equation.${name}`),
        number: true,
        cell: line => ({ text: records(line[name]), tone: name === 'received' ? 'strong' : undefined }),
    })),
    {
        key: 'gap',
        title: () => say('partitions.gap'),
        number: true,
        cell: line => ({ text: records(line.gap), tone: line.gap === 0 || line.gap === null ? undefined : 'alarming-text' }),
    },
    { key: 'control', title: () => say('partitions.control'), number: true, cell: line => ({ text: records(line.control) }) },
    { key: 'lastTickAt', title: () => say('partitions.last-tick'), number: true, cell: tickCell },
];

function tickCell(line) {
    return line.lastTickAt === null ? { text: NO_VALUE, basis: say('partitions.no-tick') } : { text: dayAndTime(line.lastTickAt) };
}
