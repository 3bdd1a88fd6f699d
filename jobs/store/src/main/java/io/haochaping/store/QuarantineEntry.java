package io.haochaping.store;

import java.util.Arrays;

/**
 * A refused record as the store keeps it.
 *
 * @param key null: none
 * @param value at most as many bytes as the limit allows; null: none
 * @param valueLength length of the whole value; -1: none
 * @param valueSha256 SHA-256 of the whole value, hexadecimal; empty: no value
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
        String redriveOf) {
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
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset) * 31 + topic.hashCode();
    }

    /** Without the bytes: they may hold personal data. */
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset + " " + reason;
    }
}
