package io.haochaping.domain.row;

/** The kinds of rows. The code is on the wire and in state: never change one. */
public enum RowKind {
    HOUR(1),
    MINUTE(2),
    TAG(3),
    EQUATION(4),
    BAD(5),
    FLAG(6),
    /** A rating that looks suspicious, and by which signal; depends on personal parts and a key, so no replay is held to it. */
    SUSPECT(7),
    /** A cell in which ratings are flagged, likewise. */
    CELL(8);

    private static final RowKind[] BY_CODE = {null, HOUR, MINUTE, TAG, EQUATION, BAD, FLAG, SUSPECT, CELL};
    private final int code;

    RowKind(int code) {
        this.code = code;
    }

    /** Whether it is a function of what a cut holds for ever; the others are kept and restated, and compared by no audit (docs/decisions/0073). */
    public boolean isReplayable() {
        return this != SUSPECT && this != CELL;
    }

    public int code() {
        return code;
    }

    public static RowKind of(int code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw new IllegalStateException("no row kind has the code " + code);
        }
        return BY_CODE[code];
    }
}
