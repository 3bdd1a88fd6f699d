import { element, put, setAttribute } from './elements.js';

/**
 * A table that is filled again at every cut. Rows keep their element by key and cells are written only where their text changed, so that focus,
 * selection and a screen reader's place survive.
 *
 * A column is `{ key, title(), number, head, sort, cell(row) }`; `cell` gives `{ text, basis, link, tone, mono }` of which only `text` must be there:
 * `basis` stands below the text (the n of a rate, the reason of a missing value), `link` is `{ href, label, go }`,
 * `open` is `{ title, go }` of a number that opens its records.
 */
export function tableIn(frame, columns, { rowKey, onSort = null }) {
    const caption = element('caption');
    const headRow = element('tr');
    const body = element('tbody');
    const table = element('table', {}, caption, element('thead', {}, headRow), body);
    frame.replaceChildren(table);
    // A box that scrolls must be reachable by keyboard, and then it needs a name.
    setAttribute(frame, 'tabindex', '0');
    setAttribute(frame, 'role', 'region');

    const heads = columns.map(column => head(column, onSort));
    headRow.append(...heads.map(made => made.cell));

    /** `sorted` is `{ by, order }` or null; `mark` says that what differs has changed since the last cut (and not since the last click). */
    return function fill(rows, { captionText, regionText, emptyText, sorted = null, mark = false }) {
        put(caption, captionText);
        setAttribute(frame, 'aria-label', regionText);
        columns.forEach((column, at) => {
            put(heads[at].label, column.title());
            const order = sorted !== null && column.sort === sorted.by ? sorted.order : null;
            setAttribute(heads[at].cell, 'aria-sort', order === null ? null : order === 'asc' ? 'ascending' : 'descending');
        });
        fillBody(body, rows, columns, { rowKey, mark, emptyText });
    };
}

function head(column, onSort) {
    const cell = element('th', { scope: 'col', class: column.number ? 'number' : null });
    if (column.sort === undefined || onSort === null) {
        const label = element('span');
        cell.append(label);
        return { cell, label };
    }
    const label = element('button', { type: 'button', class: 'sort' });
    label.addEventListener('click', () => onSort(column.sort, cell.getAttribute('aria-sort')));
    cell.append(label);
    return { cell, label };
}

function fillBody(body, rows, columns, { rowKey, mark, emptyText }) {
    const standing = new Map();
    for (const row of [...body.children]) {
        // Two rows of one key would both stay for ever, so the key of a row has to be its own; this keeps a mistake small.
        standing.get(row.dataset.key)?.remove();
        standing.set(row.dataset.key, row);
    }
    let place = body.firstElementChild;
    for (const row of rows) {
        const key = `=${rowKey(row)}`;
        let line = standing.get(key);
        const isNew = line === undefined;
        if (isNew) {
            line = emptyLine(key, columns);
        }
        standing.delete(key);
        if (line === place) {
            place = place.nextElementSibling;
        } else {
            body.insertBefore(line, place);
        }
        columns.forEach((column, at) => {
            fillCell(line.cells[at], column.cell(row), mark && !isNew);
        });
        if (isNew && mark) {
            line.classList.add('changed-once');
        }
    }
    standing.forEach(row => row.remove());
    if (rows.length === 0) {
        const nothing = element('td', { class: 'nothing', colspan: columns.length }, emptyText);
        body.append(element('tr', { 'data-key': 'nothing' }, nothing));
    }
}

function emptyLine(key, columns) {
    const cells = columns.map(column =>
        element(column.head ? 'th' : 'td', {
            scope: column.head ? 'row' : null,
            class: column.number ? 'number' : null,
        }),
    );
    return element('tr', { 'data-key': key }, cells);
}

function fillCell(cell, content, mark) {
    const opens = content.open ?? null;
    const wanted = opens !== null ? 'BUTTON' : content.link === undefined ? 'SPAN' : 'A';
    let main = cell.firstElementChild;
    if (main === null || main.tagName !== wanted) {
        main = element(wanted.toLowerCase());
        cell.replaceChildren(main, element('span', { class: 'basis-of-cell' }));
    }
    if (content.link !== undefined) {
        setAttribute(main, 'href', content.link.href);
        setAttribute(main, 'aria-label', content.link.label);
        main.onclick = event => followHere(event, content.link.go);
    }
    if (opens !== null) {
        setAttribute(main, 'type', 'button');
        setAttribute(main, 'aria-haspopup', 'dialog');
        setAttribute(main, 'title', opens.title);
        main.classList.add('opens');
        main.onclick = opens.go;
    }
    tone(main, content);
    put(main, content.text, mark);
    const basis = cell.lastElementChild;
    put(basis, content.basis ?? '');
    basis.hidden = (content.basis ?? '') === '';
}

/** The mark of a change is a class too, so tones come and go one by one. */
function tone(main, content) {
    main.classList.toggle('code', content.mono === true);
    for (const possible of ['strong', 'alarming-text']) {
        main.classList.toggle(possible, content.tone === possible);
    }
}

/** A click with a modifier is the browser's: it opens another tab. */
export function followHere(event, go) {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        go();
    }
}
