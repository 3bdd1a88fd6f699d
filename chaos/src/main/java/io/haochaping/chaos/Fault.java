package io.haochaping.chaos;

/**
 * One thing that is broken, and when.
 *
 * @param perMille of the plan that the store has read when it is struck; a moment of the data and not of the clock, so that a slow machine meets the same schedule
 * @param millis how long it lasts where it has a length
 */
record Fault(FaultKind kind, int perMille, int millis) {
    @Override
    public String toString() {
        return kind.id() + " at " + perMille + "/1000, " + millis + " ms";
    }
}
