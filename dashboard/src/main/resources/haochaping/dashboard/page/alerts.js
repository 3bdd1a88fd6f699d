import { element, find, put } from './elements.js';
import { count, dayAndTime } from './numbers.js';
import { name, say, spoken } from './texts.js';

/** At night every department is silent, and nobody reads thousands of lines; the download has them all. */
export const SHOWN = 6;

/** What puts the figures themselves in doubt. */
const FAULTS = ['equation-gap', 'rating-gap', 'no-checkpoint', 'complete-through-stalled'];

export function alerts() {
    const list = find('alert-list');

    return function show(answer) {
        const lines = answer.rows.map(line);
        if (answer.rowCount === 0) {
            lines.push(element('li', { class: 'nothing' }, say('alerts.none')));
        } else if (answer.rowCount > answer.rows.length) {
            lines.push(element('li', {}, say('alerts.more', { n: count(answer.rowCount - answer.rows.length) })));
        }
        // Nothing is touched where nothing changed: a text that somebody is reading or copying stays as it is.
        if (lines.map(made => made.textContent).join('\n') !== [...list.children].map(old => old.textContent).join('\n')) {
            list.replaceChildren(...lines);
        }
        put(find('alerts-summary'), answer.rowCount === 0 ? '' : say('alerts.summary', { n: count(answer.rowCount) }));
    };
}

/** Messages are written once for all readers, with instants in UTC; here they stand in the hall's time like everything else. */
function inZone(message) {
    return message.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?Z/g, dayAndTime);
}

function line(alert) {
    const fault = FAULTS.includes(alert.kind);
    return element(
        'li',
        {},
        element('span', { class: fault ? 'kind fault' : 'kind' }, name('alert', alert.kind)),
        ` ${inZone(spoken() === 'zh' ? alert.messageZh : alert.messageEn)} `,
        alert.since === null ? null : element('time', { datetime: alert.since }, say('alerts.since', { time: dayAndTime(alert.since) })),
    );
}
