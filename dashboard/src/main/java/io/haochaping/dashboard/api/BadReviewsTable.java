package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.BadReview;
import io.haochaping.dashboard.cut.BadReviews;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.domain.code.RegionWithin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code /api/bad-reviews}: those that stand, newest first, narrowed and page by page. */
final class BadReviewsTable implements Table {
    private static final Parameter ITEM = Parameter.text("item");
    private static final Parameter LEVEL = Parameter.number("level", 1, 2, null);
    private static final Parameter FROM = Parameter.moment("from");
    private static final Parameter UNTIL = Parameter.moment("until");
    private static final Parameter AFTER = Parameter.pattern(
            "after",
            Pattern.compile("[0-9]{1,15}-[0-9a-f]{16}-[0-9]{1,9}"),
            "is no key of a review: write the next of the answer before",
            "不是差评的键：请填写上一页返回的 next");

    private final NameBook names;

    BadReviewsTable(NameBook names) {
        this.names = names;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters(Ask.LIMIT);
    }

    @Override
    public List<Parameter> csvParameters() {
        return parameters(Ask.CSV_LIMIT);
    }

    private static List<Parameter> parameters(Parameter limit) {
        return List.of(Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL, ITEM, Ask.REGION, LEVEL, FROM, UNTIL, limit, AFTER);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        BadReviews.Question question = question(snapshot, values);
        int limit = values.number("limit").orElseThrow();
        List<BadReviews.Placed> found = snapshot.badReviews().newest(question, after(values), limit + 1);
        List<BadReviews.Placed> page = found.subList(0, Math.min(limit, found.size()));
        CutFields.reference(out, snapshot.cut());
        out.object("filter", fields -> {
            for (Parameter filter : List.of(Ask.DEPARTMENT, Ask.VENUE, Ask.CHANNEL, ITEM)) {
                fields.field(filter.name(), values.text(filter.name()).orElse(null));
            }
            fields.field(Ask.REGION.name(), Ask.region(values).orElse(null))
                    .orNull(LEVEL.name(), level(values))
                    .instant(FROM.name(), moment(values, FROM))
                    .instant(UNTIL.name(), moment(values, UNTIL));
        });
        out.objects("rows", page, this::row)
                .field("rowCount", snapshot.badReviews().count(question))
                .field("limit", limit)
                .field("next", found.size() > limit ? key(page.get(limit - 1).place()) : null);
    }

    private void row(Json out, BadReviews.Placed placed) throws IOException {
        BadReview review = placed.review();
        out.field("key", key(placed.place()))
                .instant("ratedAt", review.ratedAt())
                .field("level", review.level())
                .field("region", review.region())
                .field("department", review.department())
                .field("venue", review.venue())
                .field("item", review.item())
                .field("channel", review.channel())
                .object("names", fields -> {
                    for (Named named : Named.values()) {
                        ValuesTable.name(fields, named.word(), names.of(named, code(review, named)));
                    }
                })
                .texts("tags", review.tags())
                .field("realName", review.realName());
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.texts(
                        language == Language.ZH
                                ? List.of(
                                        "评价时间", "等级", "行政区划", "行政区划名称", "部门", "部门名称", "办事场所", "办事场所名称", "事项", "事项名称",
                                        "渠道", "渠道名称", "标签", "实名")
                                : List.of(
                                        "Rated at",
                                        "Level",
                                        "Region",
                                        "Region name",
                                        "Department",
                                        "Department name",
                                        "Venue",
                                        "Venue name",
                                        "Item",
                                        "Item name",
                                        "Channel",
                                        "Channel name",
                                        "Tags",
                                        "Real name"))
                .endLine();
        int limit = values.number("limit").orElse(Integer.MAX_VALUE);
        for (BadReviews.Placed placed :
                snapshot.badReviews().newest(question(snapshot, values), after(values), limit)) {
            BadReview review = placed.review();
            List<String> cells = new ArrayList<>();
            for (Named named : List.of(Named.REGION, Named.DEPARTMENT, Named.VENUE, Named.ITEM, Named.CHANNEL)) {
                String code = code(review, named);
                cells.addAll(Arrays.asList(
                        code,
                        names.of(named, code).map(name -> name.in(language)).orElse(null)));
            }
            table.instant(review.ratedAt())
                    .number(review.level())
                    .texts(cells)
                    .text(String.join(";", review.tags()))
                    .text(language.choose(review.realName() ? "是" : "否", review.realName() ? "yes" : "no"))
                    .endLine();
        }
    }

    private static String code(BadReview review, Named named) {
        return switch (named) {
            case DEPARTMENT -> review.department();
            case VENUE -> review.venue();
            case ITEM -> review.item();
            case CHANNEL -> review.channel();
            case REGION -> review.region();
        };
    }

    private static BadReviews.Question question(Snapshot snapshot, Values values) {
        Long from = moment(values, FROM);
        Long until = moment(values, UNTIL);
        if (from != null && until != null && until <= from) {
            throw new Refusal(
                    Code.BAD_PARAMETER,
                    UNTIL.name(),
                    "until does not lie after from: until is the first moment no longer asked for.",
                    "until 必须晚于 from：until 是不再包含的第一个时刻。");
        }
        return new BadReviews.Question(
                from == null ? BadReviews.FIRST : from,
                until == null ? BadReviews.LAST : until,
                filter(snapshot, values));
    }

    private static Predicate<BadReview> filter(Snapshot snapshot, Values values) {
        List<Predicate<BadReview>> filters = new ArrayList<>();
        values.text(Ask.DEPARTMENT.name())
                .ifPresent(code -> filters.add(one -> one.department().equals(code)));
        values.text(Ask.VENUE.name())
                .ifPresent(code -> filters.add(one -> one.venue().equals(code)));
        values.text(Ask.CHANNEL.name())
                .ifPresent(code -> filters.add(one -> one.channel().equals(code)));
        values.text(ITEM.name()).ifPresent(code -> filters.add(one -> one.item().equals(code)));
        values.number(LEVEL.name()).ifPresent(level -> filters.add(one -> one.level() == level));
        values.text(Ask.REGION.name()).ifPresent(code -> {
            RegionWithin region = new RegionWithin(code, Ask.day(snapshot));
            filters.add(one -> region.holds(one.region()));
        });
        return filters.stream().reduce(one -> true, Predicate::and);
    }

    private static Long level(Values values) {
        return values.number(LEVEL.name()).isPresent()
                ? Long.valueOf(values.number(LEVEL.name()).getAsInt())
                : null;
    }

    /** Null: not given. */
    private static Long moment(Values values, Parameter parameter) {
        return values.text(parameter.name()).map(Moments::millis).orElse(null);
    }

    private static Optional<BadReviews.Place> after(Values values) {
        return values.text(AFTER.name()).map(key -> {
            String[] parts = key.split("-");
            return new BadReviews.Place(
                    Long.parseLong(parts[0]), Long.parseUnsignedLong(parts[1], 16), Integer.parseInt(parts[2]));
        });
    }

    /** Says nothing that the row does not say. */
    private static String key(BadReviews.Place place) {
        return place.ratedAt() + "-" + HexFormat.of().toHexDigits(place.tie()) + "-" + place.nth();
    }
}
