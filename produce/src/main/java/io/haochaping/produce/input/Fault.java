package io.haochaping.produce.input;

/** Why one line is not sent, and which of its columns is at fault. Carries no content: that stands in the raw line alone. */
public final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String column;

    /** @param column empty: the line as a whole */
    public Fault(Reason reason, String column) {
        super(reason.code(), null, false, false);
        this.reason = reason;
        this.column = column;
    }

    public Reason reason() {
        return reason;
    }

    public String column() {
        return column;
    }
}
