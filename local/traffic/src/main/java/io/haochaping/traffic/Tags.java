package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tag codes in use; the first digit is the level. */
final class Tags {
    private static final Map<Integer, Integer> FIRST = Map.of(5, 510, 4, 406, 3, 307, 2, 207, 1, 108);
    private static final int PER_LEVEL = 8;

    private Tags() {}

    /** A bad review carries one or two and at times one twice, a good one often none. */
    static List<String> of(Draw draw, int level) {
        List<String> tags = new ArrayList<>();
        int number = level <= 2 ? 1 + draw.below(2) : draw.below(2);
        for (int i = 0; i < number; i++) {
            tags.add(Integer.toString(FIRST.get(level) + draw.below(PER_LEVEL)));
        }
        if (number > 0 && draw.oneIn(8)) {
            tags.add(tags.get(0));
        }
        return tags;
    }
}
