package io.haochaping.domain.record;

/** What a step says of the severity of its work order. */
public enum ToldSeverity {
    NOTHING(0),
    ORDINARY(1),
    DIFFICULT(2),
    /** A code that has no meaning here: something was said, and it is not known what. */
    UNREADABLE(3);

    private static final ToldSeverity[] BY_CODE = values();

    private final int code;

    ToldSeverity(int code) {
        this.code = code;
    }

    /** Stands in state: never change one. */
    public int code() {
        return code;
    }

    static ToldSeverity of(int code) {
        return BY_CODE[code];
    }
}
