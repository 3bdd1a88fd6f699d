/** What the page shows is in its address, so that a screen can be bookmarked, sent and put on a wall. */

const PERIODS = ['now', 'hour', 'today', 'month'];
const GROUPS = ['department', 'venue', 'channel'];
/** What the server sorts by and the table has a column for. */
const SORTS = ['key', 'satisfactionRate', 'bad', 'badRate', 'activeGoodRate', 'activeShare', 'p50Seconds', 'p90Seconds'];
const SPANS = ['hour', 'day', 'month', 'year'];

/** The trend that belongs to a period where nobody chose another one. */
const SPAN_OF_PERIOD = { now: 'hour', hour: 'hour', today: 'day', month: 'month' };

/** A moment by the clocks of Asia/Shanghai, as the server takes it. */
export const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/;

const THEMES = ['auto', 'light', 'dark'];
const LANGUAGES = ['zh', 'en'];

const CHANGED = new EventTarget();

let view = read();

function read() {
    const query = new URLSearchParams(location.search);
    const oneOf = (name, allowed, otherwise) => (allowed.includes(query.get(name)) ? query.get(name) : otherwise);
    return possible({
        period: oneOf('period', PERIODS, 'today'),
        by: oneOf('by', GROUPS, 'department'),
        span: oneOf('span', SPANS, null),
        department: query.get('department'),
        venue: query.get('venue'),
        channel: query.get('channel'),
        sort: oneOf('sort', SORTS, 'bad'),
        order: oneOf('order', ['asc', 'desc'], 'desc'),
        page: Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1),
        language: oneOf('lang', LANGUAGES, preferredLanguage()),
        theme: oneOf('theme', THEMES, 'auto'),
        equation: oneOf('equation', ['open'], null),
        ...earlierCut(query),
    });
}

/** Which cut the equation is shown of: by its epoch or by when it stood; both null: the newest. */
function earlierCut(query) {
    const given = (name, form) => (form.test(query.get(name) ?? '') ? query.get(name) : null);
    const cut = given('cut', /^[0-9]{1,15}$/);
    return { cut, at: cut === null ? given('at', MOMENT) : null };
}

/** Minutes know no venues: a view that would ask for them takes the next thing that can be asked. */
function possible(wanted) {
    if (wanted.period !== 'now') {
        return wanted;
    }
    if (wanted.venue !== null) {
        return { ...wanted, period: 'hour' };
    }
    return wanted.by === 'venue' ? { ...wanted, by: wanted.department === null ? 'department' : 'channel' } : wanted;
}

/** The span of the trend: the chosen one, or the period's; by the hour at least where a venue is looked at. */
export function spanOf(wanted) {
    const span = wanted.span ?? SPAN_OF_PERIOD[wanted.period];
    return span === 'hour' && wanted.venue !== null ? 'day' : span;
}

function preferredLanguage() {
    return (navigator.language ?? 'zh').toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/** The view as it stands; never changed in place. */
export function current() {
    return view;
}

/** The address of another view; what is as it would be anyway is left out. */
export function hrefOf(changes) {
    const wanted = possible({ ...view, ...changes });
    const query = new URLSearchParams();
    const write = (name, value, otherwise) => {
        if (value !== null && value !== undefined && value !== '' && value !== otherwise) {
            query.set(name, value);
        }
    };
    write('period', wanted.period, 'today');
    write('by', wanted.by, 'department');
    write('span', wanted.span, null);
    writeKey(query, 'department', wanted.department);
    writeKey(query, 'venue', wanted.venue);
    writeKey(query, 'channel', wanted.channel);
    write('sort', wanted.sort, 'bad');
    write('order', wanted.order, 'desc');
    write('page', String(wanted.page), '1');
    write('equation', wanted.equation, null);
    write('cut', wanted.cut, null);
    write('at', wanted.at, null);
    write('lang', wanted.language, preferredLanguage());
    write('theme', wanted.theme, 'auto');
    const text = query.toString();
    return text === '' ? location.pathname : `${location.pathname}?${text}`;
}

/** An empty venue is a venue too: ratings given online have none. */
function writeKey(query, name, value) {
    if (value !== null && value !== undefined) {
        query.set(name, value);
    }
}

/** Goes to another view. Steps that a reader would want to take back get an entry of their own in the history. */
export function go(changes, { remember = true } = {}) {
    const href = hrefOf(changes);
    view = possible({ ...view, ...changes });
    history[remember ? 'pushState' : 'replaceState'](null, '', href);
    CHANGED.dispatchEvent(new Event('change'));
}

export function whenChanged(listener) {
    CHANGED.addEventListener('change', listener);
    window.addEventListener('popstate', () => {
        view = read();
        listener();
    });
}
