package io.haochaping.traffic;

/** Lengths of time in milliseconds. */
final class Span {
    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private Span() {}
}
