package io.haochaping.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A refused record as the store keeps it.
 *
 * @param key null: none
 * @param value at most as many bytes as the limit allows; null: none
 * @param valueLength length of the whole value; -1: none
 * @param valueSha256 SHA-256 of the whole value, hexadecimal; empty: no value
 * @param headers by name, as sent; of two of one name the last
 * @param redriveOf topic/partition/offset of the record it was redriven from; empty: none
 */
public record QuarantineEntry(
        String topic,
        int partition,
        long offset,
        long appendedAt,
        long effectiveAppendedAt,
        String reason,
        String messageZh,
        String messageEn,
        byte[] key,
        byte[] value,
        int valueLength,
        String valueSha256,
        SortedMap<String, byte[]> headers,
        String redriveOf) {
    public QuarantineEntry {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    QuarantineEntry withHeaders(SortedMap<String, byte[]> sent) {
        return new QuarantineEntry(
                topic,
                partition,
                offset,
                appendedAt,
                effectiveAppendedAt,
                reason,
                messageZh,
                messageEn,
                key,
                value,
                valueLength,
                valueSha256,
                sent,
                redriveOf);
    }

    /** Names the record in its topic. */
    public String place() {
        return topic + "/" + partition + "/" + offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuarantineEntry that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && appendedAt == that.appendedAt
                && effectiveAppendedAt == that.effectiveAppendedAt
                && valueLength == that.valueLength
                && reason.equals(that.reason)
                && messageZh.equals(that.messageZh)
                && messageEn.equals(that.messageEn)
                && valueSha256.equals(that.valueSha256)
                && redriveOf.equals(that.redriveOf)
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && sameHeaders(that.headers);
    }

    private boolean sameHeaders(Map<String, byte[]> other) {
        return headers.keySet().equals(other.keySet())
                && headers.entrySet().stream()
                        .allMatch(header -> Arrays.equals(header.getValue(), other.get(header.getKey())));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset) * 31 + topic.hashCode();
    }

    /** Without the bytes: they may hold personal data. */
    @Override
    public String toString() {
        return place() + " " + reason;
    }
}
