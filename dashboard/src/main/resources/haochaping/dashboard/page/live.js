/**
 * Follows the committed cuts. The browser reconnects by itself after a broken line, but gives up for good where the server answers with an
 * error (while it starts, say), and does not notice a line that died without a word; both are mended here.
 *
 * A page that nobody sees gives its line back: a browser opens six to one host, and a seventh page would wait for ever.
 */

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

/** Nothing heard for so long: ask whether there is a newer cut, and open a new line where there is. Milliseconds. */
const SILENCE = 45_000;

/**
 * Calls `onCut(cut)` at every event, `onBroken(since)` once when the line breaks and `onOpen()` whenever it stands (again). `ask()` is called
 * after a silence and promises the epoch the server has.
 */
export function follow(url, { onCut, onOpen, onBroken, ask }) {
    let source = null;
    let reopening = null;
    let wait = FIRST_WAIT;
    let brokenSince = null;
    let heardAt = performance.now();
    let lastEpoch = null;

    function heard() {
        heardAt = performance.now();
    }

    function open() {
        close();
        heard();
        source = new EventSource(url);
        source.onopen = () => {
            heard();
            wait = FIRST_WAIT;
            brokenSince = null;
            onOpen();
        };
        source.addEventListener('cut', event => {
            heard();
            const cut = JSON.parse(event.data);
            lastEpoch = cut.epoch;
            onCut(cut);
        });
        source.onerror = broken;
    }

    function close() {
        clearTimeout(reopening);
        source?.close();
        source = null;
    }

    function broken() {
        if (brokenSince === null) {
            brokenSince = new Date();
            onBroken(brokenSince);
        }
        if (source.readyState === EventSource.CLOSED) {
            reopenLater();
        }
    }

    function reopenLater() {
        clearTimeout(reopening);
        reopening = setTimeout(open, wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
    }

    async function listen() {
        if (source === null || brokenSince !== null || performance.now() - heardAt < SILENCE) {
            return;
        }
        heard();
        try {
            const epoch = await ask();
            if (source !== null && lastEpoch !== null && epoch !== lastEpoch) {
                open();
            }
        } catch {
            if (source !== null) {
                source.close();
                broken();
            }
        }
    }

    document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', event => {
        if (event.persisted) {
            open();
        }
    });
    if (!document.hidden) {
        open();
    }
    setInterval(listen, SILENCE / 3);
}
