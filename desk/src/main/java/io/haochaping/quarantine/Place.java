package io.haochaping.quarantine;

import io.haochaping.desk.Refusal;
import java.util.Comparator;

/** Where a record lies. */
record Place(String topic, int partition, long offset) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    /** Reads {@code topic/partition/offset}. */
    static Place of(String text) throws Refusal {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 3 && !parts[0].isEmpty()) {
                Place place = new Place(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
                if (place.partition >= 0 && place.offset >= 0) {
                    return place;
                }
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Refusal.wrongUse(
                "“" + text + "”不是记录的位置：请写成 主题/分区/位点，例如 rating.web/0/1234。",
                "\"" + text + "\" is no place of a record: write topic/partition/offset, such as rating.web/0/1234.");
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
