package io.haochaping.intake;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Hash64;
import io.haochaping.schemas.RecordType;

/**
 * The business fields of a record as sent, of whatever type: what the decoders fill and everything else reads. Fields that a type does not have, and fields
 * that were not sent, are at their defaults.
 */
final class Sent {
    static final String[] NONE = {};
    static final long[] NO_TIMES = {};
    /** An optional time that was not sent; 0 is a time like any other, and content. */
    static final long NOT_SENT = Long.MIN_VALUE;

    RecordType type;
    String issuingSystem;
    String number;
    int ordinal;
    String codeSystem;
    /** Since when the declared code system means what it means here; empty where it never meant anything else. Not sent, but told by the append time, and content all the same. */
    String codesSince;

    String level;
    String channel;
    String originApp;
    String acceptanceRegion;
    String acceptanceDepartment;
    String handlingRegion;
    String handlingDepartment;
    String venue;
    String window;
    String terminal;
    String item;
    String[] participatingItems;
    /** {@code ratedAt} or {@code at}. */
    long time;

    /** This and the other times below: {@link #NOT_SENT} where none was sent. */
    long acceptedAt;

    long completedAt;
    long servedAt;
    String[] tags;
    boolean isDefault;
    boolean realName;
    String moderation;
    boolean isPublic;
    int revision;
    /** Enum symbol of kind, step or action. */
    String kind;

    /** workOrderId, or exclusionId. */
    String group;

    String claimId;
    /** Of a work order; empty: not told. */
    String severity;

    String reason;
    String author;
    String caseKind;
    String applicant;
    String relatedCase;
    boolean simple;
    long acceptanceDueAt;
    long completionDueAt;
    /** -1: not sent. */
    int promisedAmount;

    String promisedUnit;
    int statutoryAmount;
    String statutoryUnit;
    /** from, to, from, to … */
    long[] specialProcedures;

    /** These four come from the personal part, leave the door in no form but a keyed pseudonym, and are no content. */
    String rater;

    String address;
    String device;
    /** Set by the door that traces ratings: only then are rater, address and device read. Outlives {@link #clear}. */
    boolean namesPersons;

    /** True where a text was sent, and where the part is sealed: nobody can say that it has none. */
    boolean hasText;

    Sent() {
        clear(RecordType.RATING);
    }

    Sent clear(RecordType newType) {
        type = newType;
        issuingSystem = "";
        number = "";
        ordinal = 1;
        codeSystem = "";
        codesSince = "";
        level = "";
        channel = "";
        originApp = "";
        acceptanceRegion = "";
        acceptanceDepartment = "";
        handlingRegion = "";
        handlingDepartment = "";
        venue = "";
        window = "";
        terminal = "";
        item = "";
        participatingItems = NONE;
        time = 0;
        acceptedAt = NOT_SENT;
        completedAt = NOT_SENT;
        servedAt = NOT_SENT;
        tags = NONE;
        isDefault = false;
        realName = false;
        moderation = "";
        isPublic = false;
        revision = 0;
        kind = "";
        group = "";
        claimId = "";
        severity = "";
        reason = "";
        author = "";
        caseKind = "";
        applicant = "";
        relatedCase = "";
        simple = false;
        acceptanceDueAt = NOT_SENT;
        completionDueAt = NOT_SENT;
        promisedAmount = -1;
        promisedUnit = "";
        statutoryAmount = -1;
        statutoryUnit = "";
        specialProcedures = NO_TIMES;
        rater = "";
        address = "";
        device = "";
        hasText = false;
        return this;
    }

    /**
     * 64-bit digest of the content (docs/decisions/0003): the type, then per field that is not at its default its number and value. Field numbers are
     * for ever; a new field takes the next free one.
     */
    long content(ByteWriter out) {
        out.clear().writeString(type.id());
        text(out, 1, codeSystem);
        text(out, 2, level);
        text(out, 3, channel);
        text(out, 4, originApp);
        text(out, 5, acceptanceRegion);
        text(out, 6, acceptanceDepartment);
        text(out, 7, handlingRegion);
        text(out, 8, handlingDepartment);
        text(out, 9, venue);
        text(out, 10, window);
        text(out, 11, terminal);
        text(out, 12, item);
        texts(out, 13, participatingItems);
        number(out, 14, time);
        time(out, 15, acceptedAt);
        time(out, 16, completedAt);
        time(out, 17, servedAt);
        texts(out, 18, tags);
        number(out, 19, isDefault ? 1 : 0);
        number(out, 20, realName ? 1 : 0);
        text(out, 21, moderation);
        number(out, 22, isPublic ? 1 : 0);
        number(out, 23, revision);
        text(out, 24, kind);
        text(out, 25, group);
        text(out, 26, claimId);
        text(out, 27, reason);
        text(out, 28, author);
        text(out, 29, caseKind);
        text(out, 30, applicant);
        text(out, 31, relatedCase);
        number(out, 32, simple ? 1 : 0);
        time(out, 33, acceptanceDueAt);
        time(out, 34, completionDueAt);
        number(out, 35, promisedAmount + 1L);
        text(out, 36, promisedUnit);
        number(out, 37, statutoryAmount + 1L);
        text(out, 38, statutoryUnit);
        if (specialProcedures.length > 0) {
            out.writeUnsigned(39).writeUnsigned(specialProcedures.length);
            for (long instant : specialProcedures) {
                out.writeSigned(instant);
            }
        }
        text(out, 40, codesSince);
        text(out, 41, severity);
        return Hash64.of(out.array(), 0, out.length(), 0);
    }

    private static void text(ByteWriter out, int field, String value) {
        if (!value.isEmpty()) {
            out.writeUnsigned(field).writeString(value);
        }
    }

    private static void number(ByteWriter out, int field, long value) {
        if (value != 0) {
            out.writeUnsigned(field).writeSigned(value);
        }
    }

    private static void time(ByteWriter out, int field, long value) {
        if (value != NOT_SENT) {
            out.writeUnsigned(field).writeSigned(value);
        }
    }

    private static void texts(ByteWriter out, int field, String[] values) {
        if (values.length > 0) {
            out.writeUnsigned(field).writeUnsigned(values.length);
            for (String value : values) {
                out.writeString(value);
            }
        }
    }
}
