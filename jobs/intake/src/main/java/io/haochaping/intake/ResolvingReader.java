package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads a record of any writer schema through Avro's schema resolution into a schema of its type. */
final class ResolvingReader implements SentReader {
    private final ReleasedSchema writer;
    private final GenericDatumReader<GenericRecord> library;
    private final AvroCursor cursor;
    private BinaryDecoder decoder;

    ResolvingReader(ReleasedSchema writer, AvroCursor cursor) {
        this(writer, writer.type().current(), cursor);
    }

    /** @param into a version of the writer's type; what that version does not have is not read */
    ResolvingReader(ReleasedSchema writer, Schema into, AvroCursor cursor) {
        this.writer = writer;
        this.cursor = cursor;
        this.library = new GenericDatumReader<>(writer.schema(), into);
    }

    @Override
    public void read(byte[] message, int bodyOffset, Sent into) {
        fill(decode(message, bodyOffset), into.clear(writer.type()));
    }

    GenericRecord decode(byte[] message, int bodyOffset) {
        AvroBounds.check(writer.schema(), cursor.over(message, bodyOffset));
        decoder = DecoderFactory.get().binaryDecoder(message, bodyOffset, message.length - bodyOffset, decoder);
        try {
            return library.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Which exception the library throws for bytes it cannot resolve differs by its version; none may stop the
            // job.
            throw Undecodable.BYTES;
        }
    }

    private void fill(GenericRecord record, Sent sent) {
        sent.issuingSystem = text(record, "issuingSystem");
        sent.number = record.hasField("caseNumber") ? text(record, "caseNumber") : text(record, "complaintNumber");
        sent.ordinal = record.hasField("ordinal") ? (int) record.get("ordinal") : 1;
        sent.codeSystem = text(record, "codeSystem");
        sent.level = text(record, "level");
        sent.channel = text(record, "channel");
        sent.originApp = text(record, "originApp");
        sent.acceptanceRegion = text(record, "acceptanceRegion");
        sent.acceptanceDepartment = text(record, "acceptanceDepartment");
        sent.handlingRegion = text(record, "handlingRegion");
        sent.handlingDepartment = text(record, "handlingDepartment");
        sent.venue = text(record, "venue");
        sent.window = text(record, "window");
        sent.terminal = text(record, "terminal");
        sent.item = text(record, "item");
        sent.participatingItems = texts(record, "participatingItems");
        sent.time = record.hasField("ratedAt") ? number(record, "ratedAt") : number(record, "at");
        sent.acceptedAt = time(record, "acceptedAt");
        sent.completedAt = time(record, "completedAt");
        sent.servedAt = time(record, "servedAt");
        sent.tags = texts(record, "tags");
        sent.isDefault = flag(record, "isDefault");
        sent.realName = flag(record, "realName");
        sent.moderation = text(record, "moderation");
        sent.isPublic = flag(record, "isPublic");
        sent.revision = (int) number(record, "revision");
        fillDecision(record, sent);
        fillLimits(record, sent);
        if (writer.type() == RecordType.RATING) {
            fillPersonal(record, sent);
        }
    }

    private static void fillPersonal(GenericRecord record, Sent sent) {
        if (present(record, "personal") instanceof GenericRecord part) {
            sent.rater = text(part, "rater");
            sent.address = text(part, "address");
            sent.device = text(part, "device");
            sent.hasText = part.hasField("sealed") || !text(part, "text").isEmpty();
        }
    }

    private static void fillDecision(GenericRecord record, Sent sent) {
        for (String field : List.of("kind", "step", "action")) {
            sent.kind = record.hasField(field) ? text(record, field) : sent.kind;
        }
        sent.group = record.hasField("exclusionId") ? text(record, "exclusionId") : text(record, "workOrderId");
        sent.claimId = text(record, "claimId");
        sent.severity = text(record, "severity");
        sent.reason = text(record, "reason");
        sent.author = text(record, "author");
        sent.relatedCase = text(record, "relatedCase");
        sent.simple = flag(record, "simple");
        sent.acceptanceDueAt = time(record, "acceptanceDueAt");
        sent.completionDueAt = time(record, "completionDueAt");
    }

    private static void fillLimits(GenericRecord record, Sent sent) {
        sent.caseKind = text(record, "caseKind");
        sent.applicant = text(record, "applicant");
        if (present(record, "promised") instanceof GenericRecord promised) {
            sent.promisedAmount = (int) promised.get("amount");
            sent.promisedUnit = text(promised, "unit");
        }
        if (present(record, "statutory") instanceof GenericRecord statutory) {
            sent.statutoryAmount = (int) statutory.get("amount");
            sent.statutoryUnit = text(statutory, "unit");
        }
        if (present(record, "specialProcedures") instanceof Collection<?> spans) {
            sent.specialProcedures = spans.stream()
                    .map(GenericRecord.class::cast)
                    .flatMapToLong(span -> LongStream.of(number(span, "from"), number(span, "to")))
                    .toArray();
        }
    }

    private static Object present(GenericRecord record, String field) {
        Schema.Field declared = record.getSchema().getField(field);
        return declared == null ? null : record.get(declared.pos());
    }

    private static String text(GenericRecord record, String field) {
        Object value = present(record, field);
        return value == null ? "" : value.toString();
    }

    private static long number(GenericRecord record, String field) {
        return present(record, field) instanceof Number value ? value.longValue() : 0;
    }

    private static long time(GenericRecord record, String field) {
        return present(record, field) instanceof Long value ? value : Sent.NOT_SENT;
    }

    private static boolean flag(GenericRecord record, String field) {
        return Boolean.TRUE.equals(present(record, field));
    }

    private static String[] texts(GenericRecord record, String field) {
        return present(record, field) instanceof Collection<?> values
                ? values.stream().map(Object::toString).toArray(String[]::new)
                : Sent.NONE;
    }
}
