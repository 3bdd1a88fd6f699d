package io.haochaping.auditreplay;

import java.time.Duration;

/** Notices that a replay has read nothing for too long. */
final class Watchdog {
    private final long patience;
    private long reached = -1;
    private long since;

    /** @param now nanoseconds of any clock that only goes on, as in every call */
    Watchdog(Duration patience, long now) {
        this.patience = patience.toNanos();
        this.since = now;
    }

    /** @param offsets how many have been read */
    boolean barks(long offsets, long now) {
        if (offsets > reached) {
            reached = offsets;
            since = now;
        }
        return now - since > patience;
    }
}
