/** Builds an element; `null` and `undefined` attributes and children are left out. */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined) {
            made.setAttribute(key, value);
        }
    }
    made.append(...children.flat().filter(child => child !== null && child !== undefined));
    return made;
}

/**
 * Writes a text where it differs from what stands there, and marks the place for a moment where `mark` says so. A node whose text stays is
 * not touched at all: nothing flickers, and a selection or a screen reader's position survives the next cut.
 */
export function put(node, text, mark = false) {
    if (node.textContent === text) {
        if (mark && still.matches) {
            node.classList.remove('changed-once', 'changed-again');
        }
        return;
    }
    node.textContent = text;
    if (mark) {
        markChanged(node);
    }
}

/** Without motion a mark does not fade, so it stays for one cut. */
const still = matchMedia('(prefers-reduced-motion: reduce)');

/** Two equal animations under two names: an animation starts again only when its name changes. */
function markChanged(node) {
    const next = node.classList.contains('changed-once') ? 'changed-again' : 'changed-once';
    node.classList.remove('changed-once', 'changed-again');
    node.classList.add(next);
}

/** Sets an attribute, or takes it away where the value is null; leaves an equal one alone. */
export function setAttribute(node, name, value) {
    if (value === null || value === undefined) {
        node.removeAttribute(name);
    } else if (node.getAttribute(name) !== String(value)) {
        node.setAttribute(name, value);
    }
}

export function find(id) {
    return document.getElementById(id);
}
