package io.haochaping.kit.source;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;

/**
 * The T of ticks. One for all partitions of a subtask: a door of its own would check every schema against every other once per partition, a second of work before the first
 * record.
 */
final class TickTimes {
    /** No valid tick; no tick has this time. */
    static final long NONE = Long.MIN_VALUE;

    private static final long[] TICKS = SchemaCatalog.released().all().stream()
            .filter(schema -> schema.type() == RecordType.TICK)
            .mapToLong(ReleasedSchema::fingerprint)
            .toArray();

    private final Intake intake;

    TickTimes(Decisions decisions) {
        intake = decisions.newTickIntake();
    }

    /** T in milliseconds where the record is a valid tick, and {@link #NONE} otherwise. */
    long of(RawRecord raw) {
        return isTick(raw.value()) && intake.decode(raw, -1) instanceof Decoded.Ticked read && read.valid()
                ? read.time()
                : NONE;
    }

    private static boolean isTick(byte[] value) {
        if (value == null || !SingleObjectEncoding.matches(value)) {
            return false;
        }
        long fingerprint = SingleObjectEncoding.fingerprint(value);
        for (long tick : TICKS) {
            if (tick == fingerprint) {
                return true;
            }
        }
        return false;
    }
}
