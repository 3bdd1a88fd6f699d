package io.haochaping.fold.shadow;

/** Why a rating counts otherwise under other rules. */
public enum Movement {
    LEVELS("好评口径不同", "the rules call other levels good"),
    LEFT_OUT("该渠道是否计入满意度分布不同", "its channel is in the distribution under one, out of it under the other"),
    DEFAULT("默认评价规则不同", "a default rating is made under one, not under the other, or with another level"),
    DATED("默认评价计入的日期不同", "a default counts on another day, outside of the period"),
    COMPETITION("同一对象多次评价的取舍不同", "another rating of the same thing counts (identity, or first against last)"),
    WINDOW("是否在评价期限内不同", "it was given after the window of one"),
    RE_RATING("追评是否替代原等级不同", "its re-rating takes its place under one"),
    CODES("代码体系不同", "its code system is known under one and not under the other, or has other levels there"),
    OTHER("其他", "otherwise");

    private final String zh;
    private final String en;

    Movement(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }
}
