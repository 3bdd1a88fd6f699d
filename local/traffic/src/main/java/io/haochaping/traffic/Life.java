package io.haochaping.traffic;

/**
 * Between which (effective) append times something stands: `from` is when the last record it needs was appended, `until` when the first
 * record that ends it was. Settlement follows from this alone: whatever stands at the cut-off of its month is in time, and the rest of
 * what stands in the end is correction.
 */
record Life(long from, long until) {
    static final long FOR_EVER = Long.MAX_VALUE;

    static Life since(Sent... needed) {
        long from = Long.MIN_VALUE;
        for (Sent sent : needed) {
            from = Math.max(from, sent.knownAt());
        }
        return new Life(from, FOR_EVER);
    }

    Life until(Sent end) {
        return new Life(from, Math.min(until, end.knownAt()));
    }

    /** What is appended before the moment has been seen by then; what is appended at it has not. */
    boolean standsBefore(long moment) {
        return from < moment && until >= moment && !empty();
    }

    boolean standsInTheEnd() {
        return until == FOR_EVER;
    }

    boolean empty() {
        return until <= from;
    }
}
