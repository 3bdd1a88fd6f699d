package io.haochaping.exclusions;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.Reason;
import io.haochaping.kit.config.LiveConfig;
import java.util.Optional;

/** What the job's door will make of a decision: asked before anything is sent. */
final class Door {
    private final Intake intake;
    private final String topic;

    Door(LiveConfig config) {
        intake = config.decisions().newIntake();
        topic = config.kafka().exclusionTopic();
    }

    /** Why it would be refused were it appended at its own time; empty: it would be received. */
    Optional<Reason> refusal(Decision decision) {
        return decode(decision) instanceof Decoded.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** The place of a decision that would be received. */
    Place place(Decision decision) {
        if (decode(decision) instanceof Decoded.Received received) {
            return new Place(received.fact().key, received.fact().ordinal, received.fact().group);
        }
        throw new IllegalStateException("a decision that the door refuses has no place");
    }

    private Decoded decode(Decision decision) {
        return intake.decode(
                new RawRecord(topic, 0, 0, decision.at(), decision.key(), decision.bytes(), null, null), -1);
    }
}
