package io.haochaping.auditreplay;

/** Where a record lies. */
record RecordPosition(String topic, int partition, long offset) implements Comparable<RecordPosition> {
    @Override
    public int compareTo(RecordPosition other) {
        int byTopic = topic.compareTo(other.topic);
        int byPartition = byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
