package io.haochaping.kit.source;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.store.QuarantineEntry;
import io.haochaping.store.RefusedRecords;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Refused records that the door refuses when it is asked again. Whoever told of them may have had other limits or knew fewer schemas; what this job counts must not stand in its
 * index.
 *
 * @param told by whoever wrote into the topic
 */
public record RefusedAgain(Decisions decisions, RefusedRecords told) implements RefusedRecords {
    private static final long serialVersionUID = 1L;

    @Override
    public void forEach(Taker taker) throws IOException, SQLException {
        Intake door = decisions.newIntake();
        told.forEach(entry -> {
            if (isRefused(door, entry)) {
                taker.take(entry);
            }
        });
    }

    /** The last tick before it is known by the effective append time. Of a value that was too large only the head was kept. */
    private static boolean isRefused(Intake door, QuarantineEntry entry) {
        boolean whole = entry.valueLength() == (entry.value() == null ? -1 : entry.value().length);
        return !whole || door.decode(raw(entry), entry.effectiveAppendedAt()) instanceof Decoded.Refused;
    }

    private static RawRecord raw(QuarantineEntry entry) {
        return new RawRecord(
                entry.topic(),
                entry.partition(),
                entry.offset(),
                entry.appendedAt(),
                entry.key(),
                entry.value(),
                entry.headers().get(RawRecord.FIRST_APPEND),
                entry.headers().get(RawRecord.REDRIVE_OF));
    }
}
