package io.haochaping.intake;

import java.util.Map;

/**
 * A record as it was read from a topic, before anything was understood.
 *
 * @param timestamp the broker's, milliseconds
 * @param key null: none
 * @param value null: none
 * @param firstAppend the header {@link #FIRST_APPEND} as sent; null: none
 * @param redriveOf the header {@link #REDRIVE_OF} as sent; null: none
 * @param otherHeaders by name, as sent: they decide nothing, and are kept where the record is refused
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte[] key,
        byte[] value,
        byte[] firstAppend,
        byte[] redriveOf,
        Map<String, byte[]> otherHeaders) {
    /** First append time of a record on a copied topic: decimal milliseconds in ASCII. */
    public static final String FIRST_APPEND = "haochaping-first-append";
    /** topic/partition/offset of the refused record that this one was redriven from. */
    public static final String REDRIVE_OF = "haochaping-redrive-of";

    /** Without other headers. */
    public RawRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte[] key,
            byte[] value,
            byte[] firstAppend,
            byte[] redriveOf) {
        this(topic, partition, offset, timestamp, key, value, firstAppend, redriveOf, Map.of());
    }
}
