package io.haochaping.traffic;

import java.util.Map;

/**
 * One record as it is to be written.
 *
 * @param key case or complaint number in UTF-8; null for a tick
 * @param value null where the sender sent none
 * @param appendAt first append time in milliseconds; the header {@link TrafficPlan#FIRST_APPEND} carries it, except on the few records
 *     whose header is missing or unreadable on purpose
 * @param tick true for a tick, which is not a received record
 */
public record TrafficRecord(
        String topic,
        int partition,
        byte[] key,
        byte[] value,
        long appendAt,
        boolean tick,
        Map<String, byte[]> headers) {}
