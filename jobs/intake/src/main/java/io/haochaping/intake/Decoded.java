package io.haochaping.intake;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import java.util.List;

/** What a raw record turned out to be. */
public sealed interface Decoded {
    /** A record the ledger takes in. */
    record Received(Fact fact) implements Decoded {}

    /** A record that was refused, for this reason, at this effective append time. */
    record Refused(Reason reason, long effectiveAppendedAt) implements Decoded {}

    /** A tick; one whose T lies after its own append time, or whose round is empty, is not valid and changes nothing. */
    record Ticked(boolean valid, long time, List<TopicPartition> round) implements Decoded {}
}
