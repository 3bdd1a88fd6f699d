package io.haochaping.traffic;

/** The kinds of records on the source topics. */
enum Kind {
    RATING("rating", "rating", "ratedAt", "caseNumber"),
    CASE("case", "case-event", "at", "caseNumber"),
    WORK_ORDER("workorder", "work-order-event", "at", "caseNumber"),
    COMPLAINT("complaint", "complaint-event", "at", "complaintNumber"),
    EXCLUSION("exclusion", "exclusion", "at", "caseNumber");

    final String equationName;
    final String schemaFile;
    final String ownTime;
    final String key;

    Kind(String equationName, String schemaFile, String ownTime, String key) {
        this.equationName = equationName;
        this.schemaFile = schemaFile;
        this.ownTime = ownTime;
        this.key = key;
    }

    /** Topic of every kind but ratings, which are spread over one topic per channel. */
    String topic() {
        return switch (this) {
            case RATING -> throw new IllegalStateException("a rating's topic depends on its channel");
            case CASE -> Topics.CASE;
            case WORK_ORDER -> Topics.WORK_ORDER;
            case COMPLAINT -> Topics.COMPLAINT;
            case EXCLUSION -> Topics.EXCLUSION;
        };
    }
}
