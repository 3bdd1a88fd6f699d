package io.haochaping.traffic;

import java.util.Comparator;

/** A partition of a source topic; the smaller one holds the record where copies lie in several. */
public record SourcePartition(String topic, int partition) implements Comparable<SourcePartition> {
    private static final Comparator<SourcePartition> ORDER =
            Comparator.comparing(SourcePartition::topic).thenComparingInt(SourcePartition::partition);

    @Override
    public int compareTo(SourcePartition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
