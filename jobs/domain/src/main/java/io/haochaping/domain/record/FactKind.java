package io.haochaping.domain.record;

/** What a record says. The code is on the wire and in state: never change one. */
public enum FactKind {
    RATING(1, "rating"),
    ACCEPTED(2, "case"),
    SERVED(3, "case"),
    COMPLETED(4, "case"),
    WORK_ORDER(5, "workorder"),
    COMPLAINT(6, "complaint"),
    EXCLUSION(7, "exclusion");

    private static final FactKind[] BY_CODE = {
        null, RATING, ACCEPTED, SERVED, COMPLETED, WORK_ORDER, COMPLAINT, EXCLUSION
    };
    private final int code;
    private final String equationKind;

    FactKind(int code, String equationKind) {
        this.code = code;
        this.equationKind = equationKind;
    }

    public int code() {
        return code;
    }

    /** The kind under which the closing equation books it. */
    public String equationKind() {
        return equationKind;
    }

    public boolean isCaseEvent() {
        return this == ACCEPTED || this == SERVED || this == COMPLETED;
    }

    public static FactKind of(int code) {
        return BY_CODE[code];
    }
}
