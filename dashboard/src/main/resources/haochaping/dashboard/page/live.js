/**
 * Follows the committed cuts. The browser reconnects by itself after a broken line, but gives up for good where the server answers with an
 * error (while it starts, say), and does not notice a line that died without a word; both are mended here.
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
    let wait = FIRST_WAIT;
    let brokenSince = null;
    let heardAt = performance.now();
    let lastEpoch = null;

    function heard() {
        heardAt = performance.now();
    }

    function open() {
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
        source.close();
        setTimeout(open, wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
    }

    async function listen() {
        if (brokenSince !== null || performance.now() - heardAt < SILENCE) {
            return;
        }
        heard();
        try {
            const epoch = await ask();
            if (lastEpoch !== null && epoch !== lastEpoch) {
                lastEpoch = epoch;
                source.close();
                open();
            }
        } catch {
            source.close();
            broken();
        }
    }

    open();
    setInterval(listen, SILENCE / 3);
}
