package io.haochaping.domain.record;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;
import io.haochaping.domain.row.Dimensions;

/**
 * The bytes of a fact, without its key, for state and wire. Version 1: whoever stores them stores the version beside them.
 *
 * <p>A field that most facts do not have costs one bit. The first byte holds level and kind in its six lower bits; its two upper ones, which were 0
 * before limits were looked at, say that they were, and that some were sent.
 */
public final class FactCodec {
    public static final int VERSION = 1;

    private static final int STEP = 1;
    private static final int ORDINAL = 1 << 1;
    private static final int REVISION = 1 << 2;
    private static final int DEFAULT = 1 << 3;
    private static final int REAL_NAME = 1 << 4;
    private static final int ACCEPTED_AT = 1 << 5;
    private static final int COMPLETED_AT = 1 << 6;
    private static final int GROUP = 1 << 7;
    private static final int TAGS = 1 << 8;
    private static final int PARTICIPATING = 1 << 9;
    private static final int SPECIAL = 1 << 10;
    private static final int CASE_NUMBER = 1 << 11;
    private static final int FLAGS = 1 << 12;
    private static final int COMPLAINT = 1 << 13;
    /** The first bit that takes {@code present} to three bytes: only a step that tells a severity pays for it. */
    private static final int SEVERITY = 1 << 14;

    static final int KIND_AND_LEVEL = 0x3F;
    static final int LIMITS_READ = 0x40;
    static final int LIMITS_SENT = 0x80;

    private static final int SIMPLE = 1;
    private static final int ACCEPTANCE_DUE = 1 << 1;
    private static final int COMPLETION_DUE = 1 << 2;

    private static final int REGION = 1;
    private static final int DEPARTMENT = 1 << 1;
    private static final int VENUE = 1 << 2;
    private static final int ITEM = 1 << 3;
    private static final int CHANNEL = 1 << 4;
    private static final int ORIGIN_APP = 1 << 5;
    private static final int TOPIC = 1 << 6;

    private final Symbols symbols = new Symbols(16_384);
    private final Fact.Builder builder = new Fact.Builder();

    public void write(Fact fact, ByteWriter out) {
        write(fact, "", Dimensions.NONE, out);
    }

    /** Behind another record of the same case: topic and dimensions that are those of the other one are not written again. */
    public void writeBehind(Fact before, Fact fact, ByteWriter out) {
        write(fact, before.topic, before.dimensions, out);
    }

    private static void write(Fact fact, String topicBefore, Dimensions before, ByteWriter out) {
        int present = present(fact);
        out.writeByte(fact.kind.code() << 3 | fact.level | limitBits(fact.limits))
                .writeUnsigned(present);
        out.writeLong(fact.content).writeSigned(fact.ownTime).writeSigned(fact.appendedAt - fact.ownTime);
        out.writeUnsigned(fact.partition);
        writeWhere(fact, topicBefore, before, out);
        if (present != 0) {
            writeOptional(fact, present, out);
        }
        if (fact.limits != null && !fact.limits.saysNothing()) {
            out.writeUnsigned(fact.limits.promised()).writeUnsigned(fact.limits.statutory());
        }
    }

    static int limitBits(CaseLimits limits) {
        return limits == null ? 0 : limits.saysNothing() ? LIMITS_READ : LIMITS_READ | LIMITS_SENT;
    }

    static int present(Fact fact) {
        return (fact.step != Step.NONE ? STEP : 0)
                | (fact.ordinal != 1 ? ORDINAL : 0)
                | (fact.revision != 0 ? REVISION : 0)
                | (fact.isDefault ? DEFAULT : 0)
                | (fact.realName ? REAL_NAME : 0)
                | (fact.acceptedAt != 0 ? ACCEPTED_AT : 0)
                | (fact.completedAt != 0 ? COMPLETED_AT : 0)
                | (!fact.group.isEmpty() ? GROUP : 0)
                | (fact.tags.length > 0 ? TAGS : 0)
                | (fact.participating.length > 0 ? PARTICIPATING : 0)
                | (fact.specialSpans.length > 0 ? SPECIAL : 0)
                | (!fact.caseNumber.isEmpty() ? CASE_NUMBER : 0)
                | (fact.flags.length > 0 ? FLAGS : 0)
                | (fact.complaint != null ? COMPLAINT : 0)
                | (fact.severity != ToldSeverity.NOTHING ? SEVERITY : 0);
    }

    static void writeOptional(Fact fact, int present, ByteWriter out) {
        if ((present & STEP) != 0) {
            out.writeByte(fact.step.code());
        }
        if ((present & ORDINAL) != 0) {
            out.writeSigned(fact.ordinal);
        }
        if ((present & REVISION) != 0) {
            out.writeSigned(fact.revision);
        }
        if ((present & ACCEPTED_AT) != 0) {
            out.writeSigned(fact.acceptedAt - fact.ownTime);
        }
        if ((present & COMPLETED_AT) != 0) {
            out.writeSigned(fact.completedAt - fact.ownTime);
        }
        if ((present & GROUP) != 0) {
            out.writeString(fact.group);
        }
        if ((present & TAGS) != 0) {
            writeTexts(fact.tags, out);
        }
        if ((present & PARTICIPATING) != 0) {
            writeTexts(fact.participating, out);
        }
        if ((present & SPECIAL) != 0) {
            out.writeUnsigned(fact.specialSpans.length);
            for (long time : fact.specialSpans) {
                out.writeSigned(time - fact.ownTime);
            }
        }
        if ((present & CASE_NUMBER) != 0) {
            out.writeString(fact.scope).writeString(fact.caseNumber);
        }
        if ((present & FLAGS) != 0) {
            writeTexts(fact.flags, out);
        }
        if ((present & COMPLAINT) != 0) {
            writeComplaint(fact.complaint, fact.ownTime, out);
        }
        if ((present & SEVERITY) != 0) {
            out.writeByte(fact.severity.code());
        }
    }

    private static void writeComplaint(ComplaintTerms terms, long ownTime, ByteWriter out) {
        out.writeByte((terms.simple() ? SIMPLE : 0)
                | (terms.acceptanceDueAt() != 0 ? ACCEPTANCE_DUE : 0)
                | (terms.completionDueAt() != 0 ? COMPLETION_DUE : 0));
        if (terms.acceptanceDueAt() != 0) {
            out.writeSigned(terms.acceptanceDueAt() - ownTime);
        }
        if (terms.completionDueAt() != 0) {
            out.writeSigned(terms.completionDueAt() - ownTime);
        }
    }

    private static ComplaintTerms readComplaint(long ownTime, ByteReader in) {
        int said = in.readByte();
        long acceptance = (said & ACCEPTANCE_DUE) != 0 ? ownTime + in.readSigned() : 0;
        long completion = (said & COMPLETION_DUE) != 0 ? ownTime + in.readSigned() : 0;
        return new ComplaintTerms((said & SIMPLE) != 0, acceptance, completion);
    }

    public Fact read(CaseKey key, ByteReader in) {
        return read(key, "", Dimensions.NONE, in);
    }

    /** Reads what {@link #writeBehind} wrote behind that record. */
    public Fact readBehind(Fact before, ByteReader in) {
        return read(before.key, before.topic, before.dimensions, in);
    }

    private Fact read(CaseKey key, String topicBefore, Dimensions before, ByteReader in) {
        Fact.Builder fact = builder.clear();
        fact.key = key;
        int head = in.readByte();
        fact.kind = FactKind.of((head & KIND_AND_LEVEL) >> 3);
        fact.level = head & 7;
        int present = in.readCount();
        fact.content = in.readLong();
        fact.ownTime = in.readSigned();
        fact.appendedAt = fact.ownTime + in.readSigned();
        fact.partition = in.readCount();
        int changed = in.readByte();
        fact.topic = (changed & TOPIC) != 0 ? in.readString(symbols) : topicBefore;
        fact.dimensions = (changed & ~TOPIC) != 0 ? readDimensions(changed, before, in) : before;
        if (present != 0) {
            readOptional(fact, present, in);
        }
        if ((head & LIMITS_SENT) != 0) {
            fact.limits = new CaseLimits(in.readCount(), in.readCount());
        } else {
            fact.limits = (head & LIMITS_READ) != 0 ? CaseLimits.NONE : null;
        }
        return fact.build();
    }

    void readOptional(Fact.Builder fact, int present, ByteReader in) {
        if (present >= SEVERITY << 1) {
            throw new IllegalStateException(
                    "a record has a field that this version does not read: start the job with the version that wrote it, or a newer one");
        }
        fact.step = (present & STEP) != 0 ? Step.of(in.readByte()) : Step.NONE;
        fact.ordinal = (present & ORDINAL) != 0 ? (int) in.readSigned() : 1;
        fact.revision = (present & REVISION) != 0 ? (int) in.readSigned() : 0;
        fact.isDefault = (present & DEFAULT) != 0;
        fact.realName = (present & REAL_NAME) != 0;
        fact.acceptedAt = (present & ACCEPTED_AT) != 0 ? fact.ownTime + in.readSigned() : 0;
        fact.completedAt = (present & COMPLETED_AT) != 0 ? fact.ownTime + in.readSigned() : 0;
        fact.group = (present & GROUP) != 0 ? in.readText() : "";
        fact.tags = (present & TAGS) != 0 ? readTexts(in) : Fact.NO_TEXTS;
        fact.participating = (present & PARTICIPATING) != 0 ? readTexts(in) : Fact.NO_TEXTS;
        if ((present & SPECIAL) != 0) {
            fact.specialSpans = new long[in.readCount()];
            for (int i = 0; i < fact.specialSpans.length; i++) {
                fact.specialSpans[i] = fact.ownTime + in.readSigned();
            }
        }
        if ((present & CASE_NUMBER) != 0) {
            fact.scope = in.readString(symbols);
            fact.caseNumber = in.readText();
        }
        fact.flags = (present & FLAGS) != 0 ? readTexts(in) : Fact.NO_TEXTS;
        fact.complaint = (present & COMPLAINT) != 0 ? readComplaint(fact.ownTime, in) : null;
        fact.severity = (present & SEVERITY) != 0 ? ToldSeverity.of(in.readByte()) : ToldSeverity.NOTHING;
    }

    private static void writeWhere(Fact fact, String topicBefore, Dimensions before, ByteWriter out) {
        Dimensions at = fact.dimensions;
        int changed = (fact.topic.equals(topicBefore) ? 0 : TOPIC)
                | (at.region().equals(before.region()) ? 0 : REGION)
                | (at.department().equals(before.department()) ? 0 : DEPARTMENT)
                | (at.venue().equals(before.venue()) ? 0 : VENUE)
                | (at.item().equals(before.item()) ? 0 : ITEM)
                | (at.channel().equals(before.channel()) ? 0 : CHANNEL)
                | (at.originApp().equals(before.originApp()) ? 0 : ORIGIN_APP);
        out.writeByte(changed);
        writeIf(changed & TOPIC, fact.topic, out);
        writeIf(changed & REGION, at.region(), out);
        writeIf(changed & DEPARTMENT, at.department(), out);
        writeIf(changed & VENUE, at.venue(), out);
        writeIf(changed & ITEM, at.item(), out);
        writeIf(changed & CHANNEL, at.channel(), out);
        writeIf(changed & ORIGIN_APP, at.originApp(), out);
    }

    private static void writeIf(int changed, String text, ByteWriter out) {
        if (changed != 0) {
            out.writeString(text);
        }
    }

    private Dimensions readDimensions(int changed, Dimensions before, ByteReader in) {
        return new Dimensions(
                (changed & REGION) != 0 ? in.readString(symbols) : before.region(),
                (changed & DEPARTMENT) != 0 ? in.readString(symbols) : before.department(),
                (changed & VENUE) != 0 ? in.readString(symbols) : before.venue(),
                (changed & ITEM) != 0 ? in.readString(symbols) : before.item(),
                (changed & CHANNEL) != 0 ? in.readString(symbols) : before.channel(),
                (changed & ORIGIN_APP) != 0 ? in.readString(symbols) : before.originApp());
    }

    private static void writeTexts(String[] texts, ByteWriter out) {
        out.writeUnsigned(texts.length);
        for (String text : texts) {
            out.writeString(text);
        }
    }

    private String[] readTexts(ByteReader in) {
        String[] texts = new String[in.readCount()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = in.readString(symbols);
        }
        return texts;
    }
}
