import { current, go, hrefOf, MOMENT } from './address.js';
import { find, put, setAttribute } from './elements.js';
import { NUMBERS } from './equation-numbers.js';
import { count, dayAndTime } from './numbers.js';
import { followHere, tableIn } from './table.js';
import { say, spoken } from './texts.js';

/** The closing equation per topic, and the way to the equations of earlier cuts. */

const COLUMNS = [
    { key: 'topic', title: () => say('cuts.topic'), head: true, cell: line => ({ text: line.topic, mono: true }) },
    ...NUMBERS,
];

export function topics() {
    const panel = find('topics');
    const frame = panel.querySelector('.table-frame');
    const fill = tableIn(frame, COLUMNS, { rowKey: line => line.topic });
    const moment = find('cut-at');
    moment.addEventListener('change', () => {
        const at = moment.value.trim().replace(' ', 'T');
        const isOne = at === '' || MOMENT.test(at);
        setAttribute(moment, 'aria-invalid', isOne ? null : 'true');
        if (isOne) {
            go({ cut: null, at: at === '' ? null : at });
        }
    });

    /** Nobody asked for it: null. */
    return function show(answer, mark) {
        panel.hidden = answer === null;
        if (answer === null) {
            return;
        }
        const refused = answer.refused !== undefined;
        frame.hidden = refused;
        step('cut-earlier', refused ? null : answer.earlierEpoch);
        step('cut-later', refused ? null : answer.laterEpoch);
        lead('cut-newest', refused || answer.laterEpoch !== null ? { cut: null, at: null } : null);
        if (document.activeElement !== moment) {
            moment.value = (current().at ?? '').replace('T', ' ');
        }
        if (refused) {
            put(find('cut-of-equation'), answer.refused[spoken()]);
            return;
        }
        put(
            find('cut-of-equation'),
            say(answer.laterEpoch === null ? 'cuts.newest' : 'cuts.this', {
                epoch: String(answer.cut.epoch),
                time: dayAndTime(answer.committedAt),
            }),
        );
        fill(answer.topics, {
            captionText: say('cuts.caption', { n: count(answer.topics.length) }),
            regionText: say('table.region', { table: say('cuts') }),
            emptyText: say('nothing'),
            mark,
        });
    };
}

function step(id, epoch) {
    lead(id, epoch === null ? null : { cut: String(epoch), at: null });
}

/** A link without an address cannot be followed, nor reached by keyboard. */
function lead(id, changes) {
    const link = find(id);
    link.hidden = changes === null;
    setAttribute(link, 'href', changes === null ? null : hrefOf(changes));
    link.onclick = changes === null ? null : event => followHere(event, () => go(changes));
}
