package io.haochaping.intake;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** An intake with the standard topics and limits; {@code history.*} does not exist, {@code rating.copy} is a copied topic. */
final class Door {
    static final String COPIED = "rating.copy";
    private static final long NO_TICK = -1;

    final Intake intake;

    Door() {
        this(SchemaCatalog.released(), Map.of());
    }

    Door(SchemaCatalog catalog, Map<Integer, ReleasedSchema> registered) {
        this(catalog, registered, RuleBook.builtIn());
    }

    private Door(SchemaCatalog catalog, Map<Integer, ReleasedSchema> registered, RuleBook rules) {
        intake = new Intake(
                SourceTopics.standard(Set.of(COPIED)), new WriterSchemas(catalog, registered), Limits.STANDARD, rules);
    }

    static Door under(RuleBook rules) {
        return new Door(SchemaCatalog.released(), Map.of(), rules);
    }

    static String topicOf(RecordType type) {
        return switch (type) {
            case CASE_EVENT -> "case.event";
            case WORK_ORDER_EVENT -> "workorder.event";
            case COMPLAINT_EVENT -> "complaint.event";
            case EXCLUSION -> "exclusion";
            default -> "rating.web";
        };
    }

    static RawRecord raw(String topic, long appended, byte[] value, String header) {
        byte[] firstAppend = header == null ? null : header.getBytes(StandardCharsets.UTF_8);
        return new RawRecord(topic, 0, 0, appended, null, value, firstAppend, null);
    }

    /** On its own topic, appended at its own time. */
    Decoded receive(Sample sample) {
        return receive(sample, Sample.AT);
    }

    Decoded receive(Sample sample, long appended) {
        return receive(topicOf(sample.type), appended, sample.bytes());
    }

    Decoded receive(String topic, long appended, byte[] value) {
        return intake.decode(raw(topic, appended, value, null), NO_TICK);
    }

    Fact fact(Sample sample) {
        return factOf(receive(sample));
    }

    static Fact factOf(Decoded decoded) {
        if (decoded instanceof Decoded.Received received) {
            return received.fact();
        }
        throw new AssertionError("not received: " + decoded);
    }

    Reason reason(Sample sample) {
        return reasonOf(receive(sample));
    }

    static Reason reasonOf(Decoded decoded) {
        return decoded instanceof Decoded.Refused refused ? refused.reason() : null;
    }
}
