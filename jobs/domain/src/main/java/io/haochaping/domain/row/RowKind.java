package io.haochaping.domain.row;

/** The kinds of rows. The code is on the wire and in state: never change one. */
public enum RowKind {
    HOUR(1),
    MINUTE(2),
    TAG(3),
    EQUATION(4),
    BAD(5),
    FLAG(6);

    private static final RowKind[] BY_CODE = {null, HOUR, MINUTE, TAG, EQUATION, BAD, FLAG};
    private final int code;

    RowKind(int code) {
        this.code = code;
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
