package io.haochaping.exclusions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.desk.Sentence;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** How the desk speaks: lines in both languages, or objects for a machine. */
final class Output {
    private static final String INDENT = "        ";

    private final PrintStream out;
    private final boolean json;
    private final ObjectMapper mapper = new ObjectMapper();

    Output(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** @param refused records of the topic that the door refused: they decide nothing */
    void list(List<Standing> standings, int most, long refused) {
        List<Standing> shown = standings.subList(0, Math.min(most, standings.size()));
        if (json) {
            ObjectNode answer = mapper.createObjectNode();
            answer.put("found", standings.size()).put("refused", refused);
            ArrayNode decisions = answer.putArray("decisions");
            shown.forEach(standing -> fill(decisions.addObject(), standing));
            out.println(answer.toPrettyString());
            return;
        }
        shown.forEach(this::standing);
        more(standings.size() - shown.size());
        out.println(
                standings.isEmpty()
                        ? "没有符合条件的决定 No decision fits"
                        : "%,d 条决定 %,d decisions".formatted(standings.size(), standings.size()));
        if (refused > 0) {
            out.println(
                    "另有 %,d 条记录被入口拒绝，不起作用，见 quarantine list %,d more records were refused at the door and decide nothing: quarantine list"
                            .formatted(refused, refused));
        }
    }

    private void standing(Standing standing) {
        Decision last = standing.last();
        out.println("%s  %s  %s"
                .formatted(last.number(), last.subject().text(), standing.stands() ? "已排除 excluded" : "已撤销 revoked"));
        if (standing.excluded() != null) {
            said("排除 excluded", standing.excluded());
        }
        if (!standing.stands()) {
            said("撤销 revoked", standing.revoked());
        }
    }

    private void said(String what, Decision decision) {
        out.println(
                INDENT + "%s  %s  %s  %s".formatted(minute(decision.at()), what, decision.author(), decision.reason()));
    }

    private static String minute(long at) {
        return ShanghaiTime.minuteText(at).replace('T', ' ');
    }

    private void more(int left) {
        if (left > 0) {
            out.println("还有 %,d 条，用 --limit all 全部列出 %,d more: --limit all".formatted(left, left));
        }
    }

    private static void fill(ObjectNode node, Standing standing) {
        Decision last = standing.last();
        fill(node, last.subject());
        node.put("number", last.number()).put("status", standing.stands() ? "standing" : "revoked");
        said(node, "excluded", standing.excluded());
        said(node, "revoked", standing.revoked());
    }

    private static void fill(ObjectNode node, Subject subject) {
        node.put("issuingSystem", subject.issuingSystem())
                .put("handlingRegion", subject.handlingRegion())
                .put("caseNumber", subject.caseNumber())
                .put("ordinal", subject.ordinal());
    }

    private static void said(ObjectNode node, String name, Decision decision) {
        if (decision != null) {
            node.putObject(name)
                    .put("author", decision.author())
                    .put("reason", decision.reason())
                    .put("at", Instant.ofEpochMilli(decision.at()).toString());
        }
    }

    void proposal(Proposal proposal, int most, Path file) {
        List<Flagged> ratings = proposal.ratings();
        List<Flagged> shown = ratings.subList(0, Math.min(most, ratings.size()));
        if (json) {
            ObjectNode answer = mapper.createObjectNode();
            answer.put("found", ratings.size()).put("leftOut", proposal.leftOut());
            ArrayNode nodes = answer.putArray("ratings");
            shown.forEach(rating -> fill(nodes.addObject(), rating, proposal.isLate(rating)));
            out.println(answer.toPrettyString());
            return;
        }
        for (Flagged rating : shown) {
            out.println("%s  %s  %s%s"
                    .formatted(
                            Proposal.minute(rating),
                            rating.subject().text(),
                            rating.signals(),
                            proposal.isLate(rating) ? "  过晚 late" : ""));
            String where =
                    "%s %s %s  %s".formatted(rating.region(), rating.department(), rating.channel(), rating.cells());
            out.println(INDENT + where.strip());
        }
        more(ratings.size() - shown.size());
        proposal.reasons().forEach((signal, reason) -> {
            out.println(signal + "：" + reason.chinese());
            out.println(INDENT + reason.english());
        });
        out.println(
                "%,d 条评价有标记且尚无决定；另 %,d 条已有决定 %,d ratings are flagged and nobody has decided about them; about %,d more somebody has"
                        .formatted(ratings.size(), proposal.leftOut(), ratings.size(), proposal.leftOut()));
        if (ratings.stream().anyMatch(proposal::isLate)) {
            out.println("“过晚”：评价距今超过 G，若其间办件无其他记录，现在的决定不再起作用");
            out.println(
                    "late: the rating lies more than G back; unless its case has records in between, a decision of today does not meet it");
        }
        if (file != null) {
            Sentence next = new Sentence(
                    "已写入 " + file + "。请审阅，删去不应排除的行，再用 exclusions add --file 提交；未作任何决定。",
                    "Written to " + file
                            + ". Look it through, take out what shall count, and send it with exclusions add --file; nothing has been decided.");
            out.println(next.chinese());
            out.println(next.english());
        }
    }

    private static void fill(ObjectNode node, Flagged rating, boolean late) {
        fill(node, rating.subject());
        node.put("number", Proposal.number(rating))
                .put("reason", Proposal.reason(rating))
                .put("signals", rating.signals())
                .put("cells", rating.cells())
                .put("ratedAt", rating.ratedAt().toString())
                .put("region", rating.region())
                .put("department", rating.department())
                .put("channel", rating.channel())
                .put("late", late);
    }

    /** @param now what holds; null: nothing */
    void verdict(Verdict verdict, Standing now, boolean dryRun) {
        if (json) {
            ObjectNode node = mapper.createObjectNode();
            fill(node, verdict.asked().subject());
            node.put("number", verdict.asked().number())
                    .put(
                            "outcome",
                            (dryRun ? "would-be-" : "") + verdict.outcome().code())
                    .put("status", now == null ? "none" : now.stands() ? "standing" : "revoked");
            out.println(node);
            return;
        }
        out.println("%s  %s  %s"
                .formatted(verdict.asked().number(), verdict.asked().subject().text(), words(verdict, dryRun)));
        if (now != null && !dryRun) {
            said(now.stands() ? "排除 excluded" : "撤销 revoked", now.last());
        }
    }

    private static String words(Verdict verdict, boolean dryRun) {
        boolean revokes = verdict.asked().revokes();
        return switch (verdict.outcome()) {
            case NEW ->
                dryRun
                        ? revokes ? "将撤销 would be revoked" : "将排除 would be excluded"
                        : revokes ? "已撤销 revoked" : "已排除 excluded";
            case HOLDS_ALREADY ->
                revokes ? "此前已撤销，未再发送 revoked before, not sent again" : "此前已排除，未再发送 excluded before, not sent again";
            case NUMBER_TAKEN ->
                "未处理：该编号已用于理由或决定人不同的决定，请换一个编号 left as it is: the number is taken by a decision with another reason or author; take another";
            case REVOKED_BEFORE ->
                "未处理：该编号的决定已被撤销，再次排除须用新编号 left as it is: the decision of this number was revoked; a new one takes a new number";
            case NOTHING_TO_REVOKE -> "未处理：没有该编号的排除决定 left as it is: there is no exclusion of this number";
        };
    }

    void end(long sent, long before, long left, boolean dryRun) {
        if (json) {
            return;
        }
        out.println(
                dryRun
                        ? "试运行，未发送 A dry run: nothing was sent"
                        : "发送 %,d 条，此前已生效 %,d 条，未处理 %,d 条 %,d sent, %,d held before, %,d left"
                                .formatted(sent, before, left, sent, before, left));
    }

    /** The revocation may come too late to meet what it revokes. */
    void late(Decision excluded) {
        if (!json) {
            out.println(
                    "注意：%s 的排除已超过 G；若其后办件无其他记录，撤销不再起作用，请用 explain --case 核对 Mind: the exclusion of %s lies more than G back; unless its case has later records the revocation does not meet it: look with explain --case"
                            .formatted(
                                    excluded.subject().text(),
                                    excluded.subject().text()));
        }
    }
}
