package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.BadReview;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.domain.code.RegionTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** {@code /api/bad-reviews}: the newest that stand. */
final class BadReviewsTable implements Table {
    private static final Parameter CSV_LIMIT = Parameter.number("limit", 1, 1_000, 1_000);

    @Override
    public List<Parameter> parameters() {
        return List.of(Ask.LIMIT);
    }

    @Override
    public List<Parameter> csvParameters() {
        return List.of(CSV_LIMIT);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        CutFields.reference(out, snapshot.cut());
        out.objects("rows", newest(snapshot, values), (fields, review) -> fields.instant("ratedAt", review.ratedAt())
                        .field("level", review.level())
                        .field("region", review.region())
                        .field("regionName", regionName(review))
                        .field("department", review.department())
                        .field("venue", review.venue())
                        .field("item", review.item())
                        .field("channel", review.channel())
                        .texts("tags", review.tags())
                        .field("realName", review.realName()))
                .field("rowCount", snapshot.badReviews().size())
                .field("limit", values.number("limit").orElseThrow());
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.texts(
                        language == Language.ZH
                                ? List.of("评价时间", "等级", "行政区划", "行政区划名称", "部门", "办事场所", "事项", "渠道", "标签", "实名")
                                : List.of(
                                        "Rated at",
                                        "Level",
                                        "Region",
                                        "Region name",
                                        "Department",
                                        "Venue",
                                        "Item",
                                        "Channel",
                                        "Tags",
                                        "Real name"))
                .endLine();
        for (BadReview review : newest(snapshot, values)) {
            table.instant(review.ratedAt())
                    .number(review.level())
                    .texts(Arrays.asList(
                            review.region(),
                            regionName(review),
                            review.department(),
                            review.venue(),
                            review.item(),
                            review.channel(),
                            String.join(";", review.tags()),
                            language.choose(review.realName() ? "是" : "否", review.realName() ? "yes" : "no")))
                    .endLine();
        }
    }

    private static List<BadReview> newest(Snapshot snapshot, Values values) {
        return snapshot.badReviews().stream()
                .limit(values.number("limit").orElseThrow())
                .toList();
    }

    /** Null: not known. */
    private static String regionName(BadReview review) {
        return RegionTable.builtIn().name(review.region()).orElse(null);
    }
}
