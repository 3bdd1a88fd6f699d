package io.haochaping.produce.mapping;

import io.haochaping.schemas.RecordType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of record a file can be mapped to, with what each goes by. */
public enum RecordKind {
    RATING("rating", RecordType.RATING, "caseNumber", "ratedAt", "rating."),
    CASE("case", RecordType.CASE_EVENT, "caseNumber", "at", "case.event"),
    WORK_ORDER("workorder", RecordType.WORK_ORDER_EVENT, "caseNumber", "at", "workorder.event"),
    COMPLAINT("complaint", RecordType.COMPLAINT_EVENT, "complaintNumber", "at", "complaint.event"),
    EXCLUSION("exclusion", RecordType.EXCLUSION, "caseNumber", "at", "exclusion");

    private final String id;
    private final RecordType type;
    private final String number;
    private final String ownTime;
    private final String topic;

    RecordKind(String id, RecordType type, String number, String ownTime, String topic) {
        this.id = id;
        this.type = type;
        this.number = number;
        this.ownTime = ownTime;
        this.topic = topic;
    }

    /** As a mapping file names it. */
    public String id() {
        return id;
    }

    public RecordType type() {
        return type;
    }

    /** The field whose value is the key of the record. */
    String number() {
        return number;
    }

    /** The field that says when it happened. */
    String ownTime() {
        return ownTime;
    }

    /** Where such records are read from unless the job is configured otherwise; ratings: how the names of their topics begin. */
    public String topic() {
        return topic;
    }

    public boolean isUsuallyIn(String name) {
        return this == RATING ? name.startsWith(topic) : name.equals(topic);
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(RecordKind::id).toList();
    }

    static Optional<RecordKind> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }
}
