package io.haochaping.auditreplay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.domain.row.RowKind;
import io.haochaping.store.StoredCut;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the commands of a rebuild say, to people and to machines. */
final class RebuildReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RebuildReport() {}

    static String begun(RebuildBegin.Begun begun, String name, boolean json) {
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.put("schema", begun.schema());
            root.put("shownAs", name);
            root.put("new", begun.isNew());
            addCauses(root.putArray("decisions"), begun.differing());
            return root.toPrettyString() + System.lineSeparator();
        }
        StringBuilder text = new StringBuilder();
        line(
                text,
                begun.isNew()
                        ? new Text(
                                "重建写入模式 " + begun.schema() + "，读者继续看到 " + name + " 现有的数据",
                                "the rebuild goes into schema " + begun.schema() + "; readers of " + name
                                        + " go on seeing what they see")
                        : new Text(
                                "模式 " + begun.schema() + " 中的重建继续进行",
                                "the rebuild in schema " + begun.schema() + " goes on"));
        if (begun.differing().isEmpty()) {
            line(
                    text,
                    new Text("决策集相同：重建将得到相同的数字", "the decisions are the same: the rebuild will give the same figures"));
        }
        begun.differing().forEach(cause -> line(text, cause.text()));
        return text.toString();
    }

    static String status(RebuildStores stores, boolean json) {
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.put("name", stores.name());
            root.put("shown", stores.shown());
            ArrayNode list = root.putArray("stores");
            stores.stores().forEach(store -> add(list.addObject(), store));
            return root.toPrettyString() + System.lineSeparator();
        }
        StringBuilder text = new StringBuilder();
        for (RebuildStores.Store store : stores.stores()) {
            Text place = store.place().text();
            text.append("%s  %s · %s%n".formatted(store.schema(), place.chinese(), place.english()));
            text.append("  ").append(cutLine(store)).append(System.lineSeparator());
            if (store.place() != RebuildStores.Place.SHOWN) {
                text.append("  ").append(behindLine(store)).append(System.lineSeparator());
            }
            store.compared()
                    .ifPresent(
                            made -> text.append("  切面 %1$d 处已对比，%2$d 个数字不同 compared at cut %1$d: %2$d figures differ%n"
                                    .formatted(made.epoch(), made.differing())));
        }
        return text.toString();
    }

    private static String cutLine(RebuildStores.Store store) {
        return store.cut()
                .map(cut -> "切面 cut %d, 完整至 complete through %s, %,d 个偏移量 offsets"
                        .formatted(cut.epoch(), through(cut), store.offsets()))
                .orElse("还没有切面 no cut yet");
    }

    private static String through(StoredCut cut) {
        return cut.completeThrough() < 0
                ? "–"
                : Instant.ofEpochMilli(cut.completeThrough()).toString();
    }

    /** Share, rate and remaining time. */
    static String behindLine(RebuildStores.Store store) {
        if (store.hasCaughtUp()) {
            return "已追上 caught up";
        }
        long behind = store.offsetsBehind();
        long total = store.offsets() + behind;
        String left = store.rate().isPresent() && store.rate().getAsDouble() > 0
                ? String.format(
                        Locale.ROOT,
                        "%,.0f/s  剩余 %2$d 秒 %2$d s left",
                        store.rate().getAsDouble(),
                        (long) Math.ceil(behind / store.rate().getAsDouble()))
                : "剩余时间未知 time left not known yet";
        return String.format(
                Locale.ROOT,
                "%3d%%  还差 %,d 个偏移量 lacks %2$,d offsets  %s",
                total == 0 ? 0 : store.offsets() * 100 / total,
                behind,
                left);
    }

    private static void add(ObjectNode node, RebuildStores.Store store) {
        node.put("schema", store.schema());
        node.put("place", store.place().name().toLowerCase(Locale.ROOT));
        store.cut().ifPresent(cut -> {
            node.put("epoch", cut.epoch());
            node.put("decisionSetDigest", cut.decisionSetDigest());
            if (cut.completeThrough() >= 0) {
                node.put("completeThrough", through(cut));
            }
        });
        node.put("offsets", store.offsets());
        node.put("offsetsBehind", store.offsetsBehind());
        node.put("caughtUp", store.hasCaughtUp());
        store.rate().ifPresent(rate -> node.put("offsetsPerSecond", Math.round(rate)));
        store.compared().ifPresent(made -> {
            ObjectNode compared = node.putObject("compared");
            compared.put("epoch", made.epoch());
            compared.put("differingFigures", made.differing());
        });
    }

    /** @param limit lines of differing figures that are shown to people; a machine gets all */
    static String comparison(RebuildComparison.Result found, String shown, String rebuilt, long limit, boolean json) {
        return json ? json(found, shown, rebuilt) : text(found, shown, rebuilt, limit);
    }

    private static String text(RebuildComparison.Result found, String shown, String rebuilt, long limit) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                new Text(
                        "切面 " + found.cut().epoch() + "（完整至 " + through(found.cut()) + "）：读者看到的 " + shown + " → 重建 "
                                + rebuilt,
                        "cut " + found.cut().epoch() + ", complete through " + through(found.cut()) + ": " + shown
                                + " as readers see it → " + rebuilt + " as rebuilt"));
        if (found.moved().isEmpty()) {
            line(text, new Text("所有月份、部门与数字均相同", "every figure of every month and department is the same"));
        }
        String place = "";
        for (FigureDifferences.Moved moved : found.moved().stream().limit(limit).toList()) {
            String here = moved.month() + "  " + moved.department();
            if (!here.equals(place)) {
                place = here;
                text.append("%n%s  (%s → %s)%n"
                        .formatted(here, versions(moved.shownVersions()), versions(moved.rebuiltVersions())));
            }
            text.append("  %-24s %,12d → %,12d  (%+,d)%n"
                    .formatted(moved.figure(), moved.shown(), moved.rebuilt(), moved.rebuilt() - moved.shown()));
        }
        if (found.moved().size() > limit) {
            text.append("… +%d (--limit all)%n".formatted(found.moved().size() - limit));
        }
        text.append(System.lineSeparator());
        for (RowKind kind : RowKind.values()) {
            long rows = found.rows().rows(kind);
            if (rows > 0) {
                text.append("%s: %,d 行不同（含规则版本）rows differ, rules versions included%n"
                        .formatted(kind.name().toLowerCase(Locale.ROOT), rows));
            }
        }
        if (!found.moved().isEmpty()) {
            found.causes().forEach(cause -> line(text, cause.text()));
            line(
                    text,
                    new Text(
                            "每处差异背后的评价：./haochaping rules shadow --month 月份 --under 新规则",
                            "the ratings behind each difference: ./haochaping rules shadow --month MONTH --under RULES"));
        }
        return text.toString();
    }

    private static String versions(Set<String> versions) {
        return versions.isEmpty() ? "–" : String.join(", ", versions);
    }

    private static String json(RebuildComparison.Result found, String shown, String rebuilt) {
        ObjectNode root = JSON.createObjectNode();
        root.put("shown", shown);
        root.put("rebuilt", rebuilt);
        root.put("epoch", found.cut().epoch());
        ArrayNode figures = root.putArray("differences");
        for (FigureDifferences.Moved moved : found.moved()) {
            ObjectNode node = figures.addObject();
            node.put("month", moved.month().toString());
            node.put("department", moved.department());
            node.put("figure", moved.figure());
            node.put("shown", moved.shown());
            node.put("rebuilt", moved.rebuilt());
            moved.shownVersions().forEach(node.withArray("shownVersions")::add);
            moved.rebuiltVersions().forEach(node.withArray("rebuiltVersions")::add);
        }
        ObjectNode rows = root.putObject("differingRows");
        for (RowKind kind : RowKind.values()) {
            rows.put(kind.name().toLowerCase(Locale.ROOT), found.rows().rows(kind));
        }
        addCauses(root.putArray("causes"), found.moved().isEmpty() ? List.of() : found.causes());
        return root.toPrettyString() + System.lineSeparator();
    }

    private static void addCauses(ArrayNode list, List<Cause> causes) {
        for (Cause cause : causes) {
            list.addObject()
                    .put("cause", cause.kind().code())
                    .put("zh", cause.text().chinese())
                    .put("en", cause.text().english());
        }
    }

    static String switched(RebuildSwitch.Switched done, String name, boolean json) {
        if (json) {
            ObjectNode root = JSON.createObjectNode();
            root.put("name", name);
            root.put("from", done.from());
            root.put("to", done.to());
            root.put("epoch", done.epoch());
            root.put("announcements", done.told());
            root.put("refusedHandedOver", done.refused());
            return root.toPrettyString() + System.lineSeparator();
        }
        StringBuilder text = new StringBuilder();
        line(
                text,
                new Text(
                        name + " 的视图现在显示 " + done.to() + "，自切面 " + done.epoch() + " 起；" + done.told() + " 条通知将发送",
                        "the views of " + name + " show " + done.to() + " now, from cut " + done.epoch() + " on; "
                                + done.told() + " announcements will be sent"));
        if (done.refused() < 0) {
            line(
                    text,
                    new Text(
                            done.to() + " 的作业没有提交新的切面：请启动它，然后再次运行同一命令以补写隔离主题",
                            "the job of " + done.to()
                                    + " commits nothing: start it, then run rebuild switch again, which completes the quarantine topic"));
        } else {
            line(
                    text,
                    new Text(
                            "补写隔离主题 " + done.refused() + " 条；" + done.from() + " 的作业已被隔离，存储保留至 rebuild drop",
                            done.refused() + " refused records were added to the quarantine topic; the job of "
                                    + done.from() + " ends, its store stays until rebuild drop"));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Text sentence) {
        text.append(sentence.lines()).append(System.lineSeparator());
    }
}
