package io.haochaping.rulesshadow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.domain.rate.Rate;
import io.haochaping.fold.shadow.Comparison;
import io.haochaping.fold.shadow.Sums;
import java.math.BigDecimal;
import java.util.Locale;

/** A comparison for people, in both languages, and for machines. */
final class ComparisonText {
    /** Bad rates live in the fourth and fifth digit. */
    private static final int DECIMALS = 4;

    private ComparisonText() {}

    static String lines(String own, String other, Comparison comparison) {
        StringBuilder text = new StringBuilder();
        line(text, "", own, other);
        line(text, "评价 ratings", comparison.own().ratings(), comparison.other().ratings());
        line(text, "好评 good", comparison.own().good(), comparison.other().good());
        line(
                text,
                "好评率 good rate",
                percent(comparison.own().goodRate()),
                percent(comparison.other().goodRate()));
        line(
                text,
                "满意度分布 distribution",
                comparison.own().inDistribution(),
                comparison.other().inDistribution());
        line(
                text,
                "满意度 satisfaction",
                percent(comparison.own().satisfaction()),
                percent(comparison.other().satisfaction()));
        text.append("\n差异来源 what moved them:\n");
        comparison.movements().forEach((cause, moved) -> {
            text.append("  ")
                    .append(cause.zh())
                    .append(" · ")
                    .append(cause.en())
                    .append('\n');
            text.append("    ")
                    .append(moved.ratings())
                    .append(" ratings 条评价: ")
                    .append(signed(moved.change()))
                    .append('\n');
        });
        if (comparison.movements().isEmpty()) {
            text.append("  无 nothing\n");
        }
        if (!comparison.unexplained().equals(Sums.ZERO)) {
            text.append("  无法解释 unexplained: ")
                    .append(signed(comparison.unexplained()))
                    .append('\n');
        }
        return text.toString();
    }

    static String json(String own, String other, Comparison comparison) {
        ObjectNode all = new ObjectMapper().createObjectNode();
        put(all.putObject("own").put("rules", own), comparison.own());
        put(all.putObject("other").put("rules", other), comparison.other());
        ObjectNode movements = all.putObject("movements");
        comparison
                .movements()
                .forEach((cause, moved) -> put(
                        movements
                                .putObject(cause.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .put("moved", moved.ratings()),
                        moved.change()));
        put(all.putObject("unexplained"), comparison.unexplained());
        return all.toPrettyString() + "\n";
    }

    private static void put(ObjectNode node, Sums sums) {
        node.put("ratings", sums.ratings());
        node.put("good", sums.good());
        node.put("inDistribution", sums.inDistribution());
        node.put("goodInDistribution", sums.goodInDistribution());
    }

    private static String signed(Sums change) {
        return String.format(
                Locale.ROOT,
                "ratings %+d, good %+d, distribution %+d, good in it %+d",
                change.ratings(),
                change.good(),
                change.inDistribution(),
                change.goodInDistribution());
    }

    private static String percent(Rate rate) {
        return rate.percent(DECIMALS)
                .map(BigDecimal::toPlainString)
                .map(value -> value + " %")
                .orElse("—");
    }

    private static void line(StringBuilder text, String what, Object own, Object other) {
        text.append(String.format(Locale.ROOT, "%-28s %24s %24s%n", what, own, other));
    }
}
