package io.haochaping.quarantine;

import java.time.Instant;

/**
 * Which refused records are meant.
 *
 * @param reason null: any
 * @param topic null: any
 * @param from of the append time; null: since ever
 * @param to of the append time, exclusive; null: until now
 * @param status open, redriven, discarded or all
 */
record Filter(String reason, String topic, Instant from, Instant to, String status) {
    boolean takes(Decision last) {
        String is = last == null ? "open" : last.status();
        return status.equals("all") || status.equals(is);
    }
}
