package io.haochaping.domain.row;

/** Which part of an hour leaf a row holds. The code is on the wire, in state and in the store: never change one. */
public enum Part {
    IN_TIME(0, "in-time"),
    CORRECTION(1, "correction"),
    DATED_IN_TIME(2, "dated-in-time"),
    DATED_CORRECTION(3, "dated-correction");

    private static final Part[] BY_CODE = values();
    private final int code;
    private final String text;

    Part(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }

    public static Part of(int code) {
        return BY_CODE[code];
    }
}
