package io.haochaping.domain.fraud;

/** By what ratings are gathered. The code is on the wire and in state: never change one. */
public enum CellKind {
    RATER(1, "rater", true),
    DEVICE(2, "device", true),
    ADDRESS(3, "address", true),
    /** A terminal of the office's own, by its code: no person. */
    TERMINAL(4, "terminal", false),
    /** The ratings and acceptances of one case, however far apart. */
    CASE(5, "case", false);

    private static final CellKind[] BY_CODE = {null, RATER, DEVICE, ADDRESS, TERMINAL, CASE};
    private final int code;
    private final String text;
    private final boolean personal;

    CellKind(int code, String text, boolean personal) {
        this.code = code;
        this.text = text;
        this.personal = personal;
    }

    public int code() {
        return code;
    }

    /** Its name in rows. */
    public String text() {
        return text;
    }

    /** Whether it comes from the personal part of a record, and so is known by a keyed pseudonym only. */
    public boolean isPersonal() {
        return personal;
    }

    public static CellKind of(int code) {
        return BY_CODE[code];
    }
}
