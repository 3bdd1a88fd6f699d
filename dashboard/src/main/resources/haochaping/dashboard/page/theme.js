/** Light, dark, or as the system has it. The dark sheet is one `link`; its `media` decides, so the page never shows the wrong one first. */

const SHEET_HOLDS = {
    auto: '(prefers-color-scheme: dark)',
    light: 'not all',
    dark: 'all',
};

export function useTheme(theme) {
    const sheet = document.getElementById('dark-sheet');
    if (sheet.media !== SHEET_HOLDS[theme]) {
        sheet.media = SHEET_HOLDS[theme];
    }
}

/** Calls the listener when the system changes its mind; charts are painted, not styled, and need to be told. */
export function whenSystemThemeChanges(listener) {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}

/** A colour of the sheet in force. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
