package io.haochaping.benchmarks;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.kit.Decisions;
import java.util.Set;

/**
 * Decoding and normalisation for the contenders that have none of their own: the very reader of the job, so that no one is slower by its encoding. It sees a value alone, without the
 * ticks before it, and takes every record for one that was appended when the plan ends. One instance per thread.
 */
public final class ValueReader {
    private final Intake intake =
            Decisions.builtIn(SourceTopics.standard(Set.of()), Limits.STANDARD).newIntake();
    private final String topic;
    private final long appendedAt;

    /**
     * @param topic one of those whose records are read; it decides which kinds are taken
     * @param appendedAt milliseconds since 1970
     */
    public ValueReader(String topic, long appendedAt) {
        this.topic = topic;
        this.appendedAt = appendedAt;
    }

    /** @return null where it is no record that counts: broken, a tick, or of a kind that does not belong there */
    public Fact read(byte[] value) {
        Decoded decoded = intake.decode(new RawRecord(topic, 0, 0, appendedAt, null, value, null, null), -1);
        return decoded instanceof Decoded.Received received ? received.fact() : null;
    }
}
