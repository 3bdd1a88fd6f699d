package io.haochaping.domain.record;

import io.haochaping.domain.row.Dimensions;
import java.util.Arrays;
import java.util.Objects;

/**
 * One received record as the ledger sees it: codes normalised, everything else dropped. Flat, because hundreds of millions of them cross the
 * network and stand in state.
 *
 * <p>Times are milliseconds since 1970-01-01T00:00Z; 0 is "not sent".
 */
public final class Fact {
    public static final String[] NO_TEXTS = {};
    public static final long[] NO_SPANS = {};

    public final CaseKey key;
    public final FactKind kind;
    public final Step step;
    public final int ordinal;
    /** Own time: when it happened. */
    public final long ownTime;
    /** Effective append time; of copies, the smallest. */
    public final long appendedAt;
    /** Where the record (of copies: the one that holds) was read from. */
    public final String topic;

    public final int partition;
    /** 64-bit digest of the content, compared unsigned. */
    public final long content;

    public final int revision;
    /** Normalised level, 5 best to 1 worst; 0 where the record has none. */
    public final int level;

    public final boolean isDefault;
    public final boolean realName;
    public final Dimensions dimensions;
    /** Carried acceptance time. */
    public final long acceptedAt;
    /** Carried completion time. */
    public final long completedAt;
    /** Claim, work order or exclusion number; empty for the other kinds. */
    public final String group;
    /** Tag codes, distinct and ascending. */
    public final String[] tags;
    /** Participating items other than the lead item, distinct and ascending. */
    public final String[] participating;
    /** Special procedures: from, to, from, to … */
    public final long[] specialSpans;
    /** Scope and normalised case number; sent along only with a bad review, whose work order needs them. */
    public final String scope;

    public final String caseNumber;
    /** Flag, subject, flag, subject … */
    public final String[] flags;
    /** Of a complaint; null of anything else. */
    public final ComplaintTerms complaint;
    /** Of a rating or a case event; null of anything else, and of what was read before limits were looked at. */
    public final CaseLimits limits;
    /** Of a step of a work order. */
    public final ToldSeverity severity;

    private Fact(Builder from) {
        key = from.key;
        kind = from.kind;
        step = from.step;
        ordinal = from.ordinal;
        ownTime = from.ownTime;
        appendedAt = from.appendedAt;
        topic = from.topic;
        partition = from.partition;
        content = from.content;
        revision = from.revision;
        level = from.level;
        isDefault = from.isDefault;
        realName = from.realName;
        dimensions = from.dimensions;
        acceptedAt = from.acceptedAt;
        completedAt = from.completedAt;
        group = from.group;
        tags = from.tags;
        participating = from.participating;
        specialSpans = from.specialSpans;
        scope = from.scope;
        caseNumber = from.caseNumber;
        flags = from.flags;
        complaint = from.complaint;
        limits = from.limits;
        severity = from.severity;
    }

    /** True where this and the other are copies of one record: same kind, identity and content. */
    public boolean isCopyOf(Fact other) {
        return content == other.content && kind == other.kind && ordinal == other.ordinal;
    }

    /** True where this copy was read from a smaller (topic, partition) than the other. */
    public boolean holdsBefore(Fact other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic < 0 || byTopic == 0 && partition < other.partition;
    }

    /** The same record, held where the holder was read from and appended at the given time. */
    public Fact heldBy(Fact holder, long appended) {
        Builder builder = new Builder(this);
        builder.topic = holder.topic;
        builder.partition = holder.partition;
        builder.appendedAt = appended;
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fact that
                && isCopyOf(that)
                && key.equals(that.key)
                && step == that.step
                && ownTime == that.ownTime
                && appendedAt == that.appendedAt
                && topic.equals(that.topic)
                && partition == that.partition
                && revision == that.revision
                && level == that.level
                && isDefault == that.isDefault
                && realName == that.realName
                && dimensions.equals(that.dimensions)
                && acceptedAt == that.acceptedAt
                && completedAt == that.completedAt
                && group.equals(that.group)
                && Arrays.equals(tags, that.tags)
                && Arrays.equals(participating, that.participating)
                && Arrays.equals(specialSpans, that.specialSpans)
                && scope.equals(that.scope)
                && caseNumber.equals(that.caseNumber)
                && Arrays.equals(flags, that.flags)
                && Objects.equals(complaint, that.complaint)
                && Objects.equals(limits, that.limits)
                && severity == that.severity;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(content) * 31 + key.hashCode();
    }

    /** For logs and failed tests: no case number, no person. */
    @Override
    public String toString() {
        return kind + (step == Step.NONE ? "" : " " + step) + " ordinal " + ordinal + " at " + ownTime + " appended "
                + appendedAt + " in " + topic + "-" + partition + " content " + Long.toHexString(content);
    }

    /** Gathers the fields of a fact; what is not set is "not sent". Reusable after {@link #clear}. */
    public static final class Builder {
        public CaseKey key;
        public FactKind kind;
        public Step step;
        public int ordinal;
        public long ownTime;
        public long appendedAt;
        public String topic;
        public int partition;
        public long content;
        public int revision;
        public int level;
        public boolean isDefault;
        public boolean realName;
        public Dimensions dimensions;
        public long acceptedAt;
        public long completedAt;
        public String group;
        public String[] tags;
        public String[] participating;
        public long[] specialSpans;
        public String scope;
        public String caseNumber;
        public String[] flags;
        public ComplaintTerms complaint;
        public CaseLimits limits;
        public ToldSeverity severity;

        public Builder() {
            clear();
        }

        private Builder(Fact fact) {
            key = fact.key;
            kind = fact.kind;
            step = fact.step;
            ordinal = fact.ordinal;
            ownTime = fact.ownTime;
            appendedAt = fact.appendedAt;
            topic = fact.topic;
            partition = fact.partition;
            content = fact.content;
            revision = fact.revision;
            level = fact.level;
            isDefault = fact.isDefault;
            realName = fact.realName;
            dimensions = fact.dimensions;
            acceptedAt = fact.acceptedAt;
            completedAt = fact.completedAt;
            group = fact.group;
            tags = fact.tags;
            participating = fact.participating;
            specialSpans = fact.specialSpans;
            scope = fact.scope;
            caseNumber = fact.caseNumber;
            flags = fact.flags;
            complaint = fact.complaint;
            limits = fact.limits;
            severity = fact.severity;
        }

        public Builder clear() {
            key = null;
            kind = null;
            step = Step.NONE;
            ordinal = 1;
            ownTime = 0;
            appendedAt = 0;
            topic = "";
            partition = 0;
            content = 0;
            revision = 0;
            level = 0;
            isDefault = false;
            realName = false;
            dimensions = Dimensions.NONE;
            acceptedAt = 0;
            completedAt = 0;
            group = "";
            tags = NO_TEXTS;
            participating = NO_TEXTS;
            specialSpans = NO_SPANS;
            scope = "";
            caseNumber = "";
            flags = NO_TEXTS;
            complaint = null;
            limits = null;
            severity = ToldSeverity.NOTHING;
            return this;
        }

        public Fact build() {
            return new Fact(this);
        }
    }
}
