package io.haochaping.explain;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.util.List;

/**
 * What the rules of a row make of its levels, as the views show it: of an hour by its version, of a minute by its region and time.
 *
 * @param inSatisfaction whether the channel of the row is in the satisfaction distribution
 */
record RowRules(int goodFrom, boolean ternary, boolean inSatisfaction) {
    /** Where nobody wrote the version, and for rows without levels. */
    static final RowRules PLAIN = new RowRules(3, false, true);

    private static final int VERSION_OF_HOUR = 8;
    private static final int CHANNEL_OF_HOUR = 6;

    /** @param book used by one thread */
    static RowRules of(RuleBook book, RowKey row) {
        List<Object> parts = row.parts();
        return switch (row.kind()) {
            case HOUR ->
                book.versions().stream()
                        .filter(rules -> rules.version().equals(parts.get(VERSION_OF_HOUR)))
                        .findFirst()
                        .map(rules -> of(rules, (String) parts.get(CHANNEL_OF_HOUR)))
                        .orElse(PLAIN);
            case MINUTE -> of(book.at((String) parts.get(1), row.time()), (String) parts.get(3));
            default -> PLAIN;
        };
    }

    private static RowRules of(Rules rules, String channel) {
        return new RowRules(
                rules.goodFrom(),
                rules.scale() == LevelScale.TERNARY,
                !rules.leftOut().contains(channel));
    }
}
