/**
 * Asks the server. An answer is kept with its entity tag, so that a question asked again at the same cut costs a 304 without a body.
 */

/** One screen asks about ten questions; going back and forth between departments should still find its answers. */
const KEPT = 60;

const answers = new Map();

/** What the server said when it could not answer. Status 0: it could not be reached at all, and then there is no sentence. */
export class NoAnswer extends Error {
    constructor(status, { code = null, message = '', messageZh = '' } = {}) {
        super(message);
        this.status = status;
        this.code = code;
        this.sentences = { zh: messageZh, en: message };
    }
}

/**
 * The address of a question; parameters that are null are left out, empty ones are not: the empty venue is a venue. Relative, so that the page
 * works behind any path prefix.
 */
export function address(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        if (value !== null && value !== undefined) {
            query.set(name, value);
        }
    }
    const text = query.toString();
    return text === '' ? `api/${path}` : `api/${path}?${text}`;
}

export async function ask(url, signal) {
    const known = answers.get(url);
    const headers = { Accept: 'application/json' };
    if (known !== undefined) {
        headers['If-None-Match'] = known.tag;
    }
    let response;
    try {
        response = await fetch(url, { headers, signal, credentials: 'same-origin' });
    } catch (failure) {
        if (failure.name === 'AbortError') {
            throw failure;
        }
        throw new NoAnswer(0);
    }
    if (response.status === 304 && known !== undefined) {
        return known.body;
    }
    if (!response.ok) {
        throw new NoAnswer(response.status, await problemOf(response));
    }
    const body = await response.json();
    keep(url, response.headers.get('ETag'), body);
    return body;
}

/** A proxy in between may answer in its own words; its status must do then. */
export async function problemOf(response) {
    try {
        return (await response.json()).error;
    } catch {
        return {};
    }
}

function keep(url, tag, body) {
    answers.delete(url);
    if (tag !== null) {
        answers.set(url, { tag, body });
    }
    while (answers.size > KEPT) {
        answers.delete(answers.keys().next().value);
    }
}
