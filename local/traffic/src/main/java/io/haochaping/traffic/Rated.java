package io.haochaping.traffic;

import java.util.List;

/**
 * What a rater meant.
 *
 * @param level 5 (非常满意) … 1 (非常不满意)
 * @param in where it counts
 * @param tags as sent, possibly one of them twice
 * @param participatingItems as sent, possibly with the lead item among them
 */
record Rated(
        int ordinal,
        int level,
        long at,
        Dimensions in,
        List<String> tags,
        boolean realName,
        List<String> participatingItems) {

    boolean bad() {
        return level <= 2;
    }

    Rated ofOrdinal(int other) {
        return new Rated(other, level, at, in, tags, realName, participatingItems);
    }

    Rated ofLevel(int other) {
        return new Rated(ordinal, other, at, in, List.of(), realName, participatingItems);
    }

    Rated in(Dimensions other) {
        return new Rated(ordinal, level, at, other, tags, realName, participatingItems);
    }
}
