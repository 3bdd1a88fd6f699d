package io.haochaping.domain.rules;

/** Which levels are good; 1 and 2 are bad everywhere. Decides rates, never what is counted. */
public enum LevelScale {
    /** 3 to 5 are good. */
    BINARY("binary", 3),
    /** 4 and 5 are good; 3 is not. */
    STRICT("strict", 4),
    /** 4 and 5 are good, 3 is a class of its own. */
    TERNARY("ternary", 4);

    private final String code;
    private final int goodFrom;

    LevelScale(String code, int goodFrom) {
        this.code = code;
        this.goodFrom = goodFrom;
    }

    public String code() {
        return code;
    }

    /** The lowest level that is good. */
    public int goodFrom() {
        return goodFrom;
    }

    static LevelScale from(int goodFrom) {
        return goodFrom <= BINARY.goodFrom ? BINARY : STRICT;
    }
}
