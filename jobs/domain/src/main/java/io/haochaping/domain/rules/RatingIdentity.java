package io.haochaping.domain.rules;

/** What may be rated once, and so which ratings of a case compete: docs/counting.md section 5. */
public enum RatingIdentity {
    /** Each service ordinal. */
    STAGE("stage"),
    /** Each day (of Asia/Shanghai) at each venue, whatever the ordinals. */
    VISIT("visit"),
    /** The case. */
    MATTER("matter");

    private final String code;

    RatingIdentity(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
