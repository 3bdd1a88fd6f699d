package io.haochaping.dashboard.figures;

import java.util.function.ToLongFunction;

/** The integers of an answer, in its order. */
public enum Count {
    RATINGS("ratings", "评价数", "Ratings", Figures::ratings),
    GOOD("good", "好评", "Good", Figures::good),
    BAD("bad", "差评", "Bad", Figures::bad),
    ACTIVE_RATINGS("activeRatings", "主动评价", "Active ratings", Figures::activeRatings),
    ACTIVE_GOOD("activeGood", "主动好评", "Active good", Figures::activeGood),
    ACTIVE_BAD("activeBad", "主动差评", "Active bad", Figures::activeBad),
    DEFAULTS("defaults", "默认评价", "Defaults", Figures::defaults),
    GENERATED_DEFAULTS("generatedDefaults", "系统生成默认评价", "Generated defaults", Figures::generatedDefaults),
    REAL_NAME_BAD("realNameBad", "实名差评", "Real-name bad", Figures::realNameBad),
    UNMATCHED("unmatched", "未匹配办件的评价", "Unmatched ratings", Figures::unmatched),
    ACCEPTED("accepted", "受理数", "Accepted", Figures::accepted),
    SERVED("served", "服务次数", "Served", Figures::served),
    COMPLETED("completed", "办结数", "Completed", Figures::completed),
    RATED_CASES("ratedCases", "已评办件数", "Rated cases", Figures::ratedCases),
    UNRATED_CASES("unratedCases", "未评办件数", "Unrated cases", figures -> figures.completed() - figures.ratedCases()),
    TIMED("timed", "计时办件数", "Timed cases", Figures::timed),
    ORDERS_OPENED("ordersOpened", "差评工单立单", "Work orders opened", Figures::ordersOpened),
    ORDERS_RECTIFIED("ordersRectified", "差评工单整改", "Work orders rectified", Figures::ordersRectified),
    VOIDS("voids", "申诉成立", "Voids", Figures::voids),
    COMPLAINTS("complaints", "投诉数", "Complaints", Figures::complaints),
    NEUTRAL("neutral", "中评", "Neutral", Figures::neutral),
    SATISFACTION_RATINGS(
            "satisfactionRatings", "计入满意度的评价", "Ratings of the satisfaction rate", Figures::satisfactionRatings),
    SATISFACTION_GOOD("satisfactionGood", "计入满意度的好评", "Good of the satisfaction rate", Figures::satisfactionGood);

    private final String word;
    private final String chinese;
    private final String english;
    private final ToLongFunction<Figures> value;

    Count(String word, String chinese, String english, ToLongFunction<Figures> value) {
        this.word = word;
        this.chinese = chinese;
        this.english = english;
        this.value = value;
    }

    public String word() {
        return word;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    public long of(Figures figures) {
        return value.applyAsLong(figures);
    }
}
