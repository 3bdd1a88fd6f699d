package io.haochaping.dashboard.figures;

/** Why a rate or a percentile has no value. None of them is 0. */
public enum Reason {
    NO_RATINGS("no-ratings", "无评价"),
    ONLY_DEFAULTS("only-defaults", "只有默认评价"),
    /** All ratings are of channels that the rules leave out of the satisfaction distribution. */
    ONLY_LEFT_OUT("only-left-out", "渠道均不计入满意度"),
    NO_COMPLETED_CASES("no-completed-cases", "无办结件"),
    NO_KNOWN_DURATION("no-known-duration", "时长未知"),
    /** Minutes keep sums of durations, no buckets. */
    NOT_KEPT_PER_MINUTE("not-kept-per-minute", "按分钟不保留分布");

    private final String code;
    private final String chinese;

    Reason(String code, String chinese) {
        this.code = code;
        this.chinese = chinese;
    }

    public String code() {
        return code;
    }

    public String chinese() {
        return chinese;
    }
}
