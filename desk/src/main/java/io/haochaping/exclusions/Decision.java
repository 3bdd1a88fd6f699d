package io.haochaping.exclusions;

import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * That a rating does not count, or that such a decision is taken back.
 *
 * @param number of the decision; a revocation has the number of what it revokes
 * @param reason empty only where another sender gave none
 * @param author likewise
 * @param at when it was decided, milliseconds
 */
record Decision(Subject subject, String number, boolean revokes, String reason, String author, long at) {
    private static final Schema SCHEMA = RecordType.EXCLUSION.current();

    /** Key of its record: decisions about one case have an order. */
    byte[] key() {
        return subject.caseNumber().getBytes(StandardCharsets.UTF_8);
    }

    /** Its record, in the encoding that needs no registry. */
    byte[] bytes() {
        GenericRecordBuilder record = new GenericRecordBuilder(SCHEMA)
                .set("issuingSystem", subject.issuingSystem())
                .set("caseNumber", subject.caseNumber())
                .set("ordinal", subject.ordinal())
                .set("handlingRegion", subject.handlingRegion())
                .set("exclusionId", number)
                .set(
                        "action",
                        new GenericData.EnumSymbol(SCHEMA.getField("action").schema(), revokes ? "REVOKE" : "EXCLUDE"))
                .set("reason", reason)
                .set("author", author)
                .set("at", at);
        return SingleObjectEncoding.encoder(SCHEMA).encode(record.build());
    }

    Decision decidedAt(long time) {
        return new Decision(subject, number, revokes, reason, author, time);
    }

    /** By whom and why, whatever the time. */
    boolean saysTheSameAs(Decision other) {
        return revokes == other.revokes && reason.equals(other.reason) && author.equals(other.author);
    }
}
