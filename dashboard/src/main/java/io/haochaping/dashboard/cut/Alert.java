package io.haochaping.dashboard.cut;

/**
 * An alert that stands.
 *
 * @param since milliseconds; null: not known
 * @param completeThrough milliseconds, of the cut that raised it; null: not known
 */
public record Alert(
        String id,
        String kind,
        String subject,
        String state,
        String messageZh,
        String messageEn,
        Long since,
        Long completeThrough,
        long epoch) {}
