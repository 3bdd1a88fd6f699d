import { current, go, hrefOf, spanOf } from './address.js';
import { element, find, put, setAttribute } from './elements.js';
import { nameOf } from './figures.js';
import { downloads } from './reading.js';
import { followHere } from './table.js';
import { say, speak } from './texts.js';
import { useTheme } from './theme.js';

/** What the page says and offers, apart from figures: words, choices, where one is, files. */

/** Everything but figures, for the view as it stands. */
export function dress() {
    const view = current();
    speak(view.language);
    useTheme(view.theme);
    document.documentElement.lang = view.language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${say('product')} · ${say('page.title')}`;
    document.querySelectorAll('[data-text]').forEach(node => put(node, say(node.dataset.text)));
    document.querySelectorAll('[data-label]').forEach(node => setAttribute(node, 'aria-label', say(node.dataset.label)));
    document.querySelectorAll('[data-placeholder]').forEach(node => setAttribute(node, 'placeholder', say(node.dataset.placeholder)));
    choose('language', view.language);
    choose('theme', view.theme);
    choose('period', view.period);
    choose('by', view.by);
    choose('span', spanOf(view));
    offer('period', 'now', view.venue === null);
    offer('span', 'hour', view.venue === null);
    offer('by', 'venue', view.period !== 'now');
    showScope(view);
    const files = downloads(view);
    document.querySelectorAll('[data-download]').forEach(link => {
        setAttribute(link, 'href', files[link.dataset.download]);
        put(link, say('download'));
        setAttribute(link, 'aria-label', say('download.of', { table: say(link.dataset.download) }));
    });
    showOpener(view);
}

function showOpener(view) {
    const changes = { equation: view.equation === 'open' ? null : 'open', cut: null, at: null };
    const link = find('open-partitions');
    setAttribute(link, 'href', hrefOf(changes));
    setAttribute(link, 'aria-expanded', String(view.equation === 'open'));
    put(link, say(view.equation === 'open' ? 'partitions.close' : 'partitions.open'));
    link.onclick = event => followHere(event, () => go(changes, { remember: false }));
}

function choose(group, value) {
    const radio = document.querySelector(`input[name="${group}"][value="${value}"]`);
    if (radio !== null) {
        radio.checked = true;
    }
}

/** What cannot be asked is not offered; why not stands at the choice. */
function offer(group, value, possible) {
    const radio = document.querySelector(`input[name="${group}"][value="${value}"]`);
    radio.disabled = !possible;
    setAttribute(radio.parentElement, 'title', possible ? null : say('choice.no-venue-per-minute'));
}

function showScope(view) {
    const steps = ['department', 'venue', 'channel'].filter(dimension => view[dimension] !== null);
    const lines = [
        scopeStep(say('scope.all'), { department: null, venue: null, channel: null, by: 'department', page: 1 }, steps.length === 0),
    ];
    steps.forEach((dimension, at) => {
        const later = Object.fromEntries(steps.slice(at + 1).map(other => [other, null]));
        const key = nameOf(dimension, view[dimension]);
        lines.push(scopeStep(say(`scope.${dimension}`, { key }), { ...later, page: 1 }, at === steps.length - 1));
    });
    find('scope').replaceChildren(...lines);
}

function scopeStep(text, changes, isLast) {
    if (isLast) {
        return element('li', {}, element('span', { 'aria-current': 'true' }, text));
    }
    const link = element('a', { href: hrefOf(changes) }, text);
    link.addEventListener('click', event => followHere(event, () => go(changes)));
    return element('li', {}, link);
}

export function listenToChoices() {
    const remembered = { period: true, by: true, span: false, language: false, theme: false };
    for (const [group, remember] of Object.entries(remembered)) {
        find(`choose-${group}`).addEventListener('change', event => {
            const more = group === 'period' ? { span: null, page: 1 } : group === 'by' ? { page: 1 } : {};
            go({ [group]: event.target.value, ...more }, { remember });
        });
    }
}
