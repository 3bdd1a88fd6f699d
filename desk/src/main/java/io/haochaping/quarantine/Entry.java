package io.haochaping.quarantine;

import io.haochaping.desk.Sentence;
import java.time.Instant;

/**
 * A refused record as the store's index has it, without its bytes.
 *
 * @param valueLength -1: it had no value
 * @param valueSha256 of the whole value, hexadecimal; empty: no value
 * @param redriveOf the refused record that this one was redriven from; empty: none
 */
record Entry(
        Place place,
        Instant appendedAt,
        String reason,
        Sentence sentence,
        int valueLength,
        String valueSha256,
        String redriveOf) {}
