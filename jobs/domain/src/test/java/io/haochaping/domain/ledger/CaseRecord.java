package io.haochaping.domain.ledger;

import io.haochaping.domain.bytes.Hash64;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.ComplaintTerms;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Dimensions;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** A record of one case, told in its own words: {@code rating().level(5).at("2026-03-02T10:00")}. What is not said is plain. */
final class CaseRecord {
    static final Dimensions HANDLED_BY =
            new Dimensions("440100000000", "11440100007482532L", "hall-1", "item-1", "web", "");
    private static final CaseKey CASE = new CaseKey.Maker().of("gd", "A1");

    private final Fact.Builder fact = new Fact.Builder();
    private boolean appendSaid;
    private String remark = "";

    private CaseRecord(FactKind kind, Step step, String group) {
        fact.key = CASE;
        fact.kind = kind;
        fact.step = step;
        fact.group = group;
        fact.topic = kind.equationKind();
        fact.dimensions = HANDLED_BY;
        at("2026-03-02T10:00");
    }

    static CaseRecord rating() {
        return new CaseRecord(FactKind.RATING, Step.NONE, "").level(5);
    }

    static CaseRecord defaultRating() {
        CaseRecord rating = rating().level(3);
        rating.fact.isDefault = true;
        return rating;
    }

    static CaseRecord accepted() {
        return new CaseRecord(FactKind.ACCEPTED, Step.NONE, "");
    }

    static CaseRecord served() {
        return new CaseRecord(FactKind.SERVED, Step.NONE, "");
    }

    static CaseRecord completed() {
        return new CaseRecord(FactKind.COMPLETED, Step.NONE, "");
    }

    static CaseRecord workOrder(Step step, String workOrder) {
        return new CaseRecord(FactKind.WORK_ORDER, step, workOrder);
    }

    static CaseRecord granted(String claim) {
        return workOrder(Step.INVALID_GRANTED, claim);
    }

    static CaseRecord refused(String claim) {
        return workOrder(Step.INVALID_REFUSED, claim);
    }

    static CaseRecord complaint(Step step) {
        return new CaseRecord(FactKind.COMPLAINT, step, "").terms(new ComplaintTerms(false, 0, 0));
    }

    static CaseRecord excluded(String exclusion) {
        return new CaseRecord(FactKind.EXCLUSION, Step.EXCLUDE, exclusion);
    }

    static CaseRecord revoked(String exclusion) {
        return new CaseRecord(FactKind.EXCLUSION, Step.REVOKE, exclusion);
    }

    /** Own time, in Asia/Shanghai; appended at once where nothing else is said. */
    CaseRecord at(String time) {
        return atMillis(millis(time));
    }

    CaseRecord atMillis(long time) {
        fact.ownTime = time;
        fact.appendedAt = appendSaid ? fact.appendedAt : time;
        return this;
    }

    CaseRecord appended(String time) {
        return appendedMillis(millis(time));
    }

    CaseRecord appendedMillis(long time) {
        fact.appendedAt = time;
        appendSaid = true;
        return this;
    }

    CaseRecord in(int partition) {
        fact.partition = partition;
        return this;
    }

    CaseRecord in(String topic, int partition) {
        fact.topic = topic;
        return in(partition);
    }

    CaseRecord level(int level) {
        fact.level = level;
        fact.scope = level <= 2 ? "gd" : "";
        fact.caseNumber = level <= 2 ? "A1" : "";
        return this;
    }

    CaseRecord ordinal(int ordinal) {
        fact.ordinal = ordinal;
        return this;
    }

    CaseRecord revision(int revision) {
        fact.revision = revision;
        return this;
    }

    CaseRecord realName() {
        fact.realName = true;
        return this;
    }

    CaseRecord acceptedAt(String time) {
        return acceptedAtMillis(millis(time));
    }

    CaseRecord acceptedAtMillis(long time) {
        fact.acceptedAt = time;
        return this;
    }

    CaseRecord completedAt(String time) {
        return completedAtMillis(millis(time));
    }

    CaseRecord completedAtMillis(long time) {
        fact.completedAt = time;
        return this;
    }

    CaseRecord tags(String... ascending) {
        fact.tags = ascending;
        return this;
    }

    CaseRecord sharedWith(String... items) {
        fact.participating = items;
        return this;
    }

    CaseRecord special(long... fromTo) {
        fact.specialSpans = fromTo;
        return this;
    }

    CaseRecord special(String from, String to) {
        return special(millis(from), millis(to));
    }

    CaseRecord flags(String... flagAndSubject) {
        fact.flags = flagAndSubject;
        return this;
    }

    CaseRecord simple() {
        return terms(new ComplaintTerms(true, fact.complaint.acceptanceDueAt(), fact.complaint.completionDueAt()));
    }

    CaseRecord due(String acceptance, String completion) {
        return terms(new ComplaintTerms(fact.complaint.simple(), millis(acceptance), millis(completion)));
    }

    /** @param terms null: read before complaints had figures of their own */
    CaseRecord terms(ComplaintTerms terms) {
        fact.complaint = terms;
        return this;
    }

    CaseRecord promised(int amount, TimeLimit.Unit unit) {
        return limits(new CaseLimits(TimeLimit.code(amount, unit), known().statutory()));
    }

    CaseRecord statutory(int amount, TimeLimit.Unit unit) {
        return limits(new CaseLimits(known().promised(), TimeLimit.code(amount, unit)));
    }

    private CaseLimits known() {
        return fact.limits == null ? CaseLimits.NONE : fact.limits;
    }

    /** @param limits null, as where nothing is said: read before limits were looked at */
    CaseRecord limits(CaseLimits limits) {
        fact.limits = limits;
        return this;
    }

    /** What a step says of its work order. */
    CaseRecord severity(ToldSeverity told) {
        fact.severity = told;
        return this;
    }

    boolean isWorkOrder() {
        return fact.kind == FactKind.WORK_ORDER;
    }

    boolean mayHaveLimits() {
        return fact.kind == FactKind.RATING || fact.kind.isCaseEvent();
    }

    boolean isComplaint() {
        return fact.kind == FactKind.COMPLAINT;
    }

    CaseRecord of(Dimensions dimensions) {
        fact.dimensions = dimensions;
        return this;
    }

    /** Makes this another record than one that says the same. */
    CaseRecord remark(String text) {
        remark = text;
        return this;
    }

    Fact fact() {
        fact.content = content();
        return fact.build();
    }

    /** Content is what was sent: never where it lies or when it was appended. */
    private long content() {
        String said = String.join(
                " ",
                fact.step.name(),
                Long.toString(fact.ownTime),
                Integer.toString(fact.revision),
                Integer.toString(fact.level),
                Boolean.toString(fact.isDefault),
                Boolean.toString(fact.realName),
                fact.dimensions.toString(),
                Long.toString(fact.acceptedAt),
                Long.toString(fact.completedAt),
                fact.group,
                Arrays.toString(fact.tags),
                Arrays.toString(fact.participating),
                Arrays.toString(fact.specialSpans),
                String.valueOf(fact.complaint),
                String.valueOf(fact.limits),
                fact.severity.name(),
                remark);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        return Hash64.of(bytes, 0, bytes.length, 0);
    }

    static long millis(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.ofHours(8)).toEpochMilli();
    }
}
