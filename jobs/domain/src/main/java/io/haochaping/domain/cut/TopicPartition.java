package io.haochaping.domain.cut;

import java.io.Serializable;

/** A partition of a topic; ordered by topic name, then number. */
public record TopicPartition(String topic, int partition) implements Comparable<TopicPartition>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compareTo(TopicPartition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
