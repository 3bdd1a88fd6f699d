package io.haochaping.dashboard.cut;

/** Who is told how reading goes. */
public interface FollowerMetrics {
    /** A snapshot is there; {@code nanos}: how long it took. */
    void moved(Snapshot snapshot, long nanos);

    /** The store could not be read. */
    void failed();

    /** Days that were read anew for a snapshot or moved by their hours. */
    void daysRead(long days);
}
