package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;

/** Writes records of a case in the codes of its system. Says nothing about when and where they are sent. */
final class Clerk {
    private static final List<String> TEXTS = List.of("办事很快，服务热情", "一次办好", "等了很久", "态度一般", "窗口人员很耐心");
    private static final int TEXT_IN = 4;

    private final Draw draw;

    Clerk(Draw draw) {
        this.draw = draw;
    }

    Draft accepted(CaseFile file, long at) {
        return event(file, "ACCEPTED", 1, at);
    }

    Draft served(CaseFile file, int ordinal, long at) {
        return event(file, "SERVED", ordinal, at);
    }

    Draft completed(CaseFile file, long at) {
        return event(file, "COMPLETED", 1, at);
    }

    /** Special procedures as [from, to) pairs in the order given. */
    Draft withSpecialProcedures(Draft completed, long... fromTo) {
        List<GenericRecord> intervals = new ArrayList<>();
        for (int i = 0; i < fromTo.length; i += 2) {
            GenericRecord interval = completed.element("specialProcedures");
            interval.put("from", fromTo[i]);
            interval.put("to", fromTo[i + 1]);
            intervals.add(interval);
        }
        return completed.with("specialProcedures", intervals);
    }

    private Draft event(CaseFile file, String kind, int ordinal, long at) {
        return placed(Draft.of(Kind.CASE), file)
                .with("kind", kind)
                .with("ordinal", ordinal)
                .with("at", at)
                .with("venue", file.venue())
                .with("caseKind", "1")
                .with("applicant", draw.oneIn(5) ? "2" : "1")
                .with(
                        "channel",
                        draw.oneIn(2)
                                ? file.serviceChannel()
                                : file.serviceChannel().equals("online") ? "1" : "2")
                .with("participatingItems", file.participatingItems());
    }

    Draft rating(CaseFile file, Rated rated) {
        Draft draft = placed(Draft.of(Kind.RATING), file)
                .with("ordinal", rated.ordinal())
                .with("level", RawCodes.level(file.codeSystem(), rated.level()))
                .with("channel", RawCodes.channel(file.codeSystem(), rated.in().channel()))
                .with("originApp", rated.in().originApp())
                .with("venue", rated.in().venue())
                .with("item", rated.in().item())
                .with("ratedAt", rated.at())
                .with("tags", rated.tags())
                .with("realName", rated.realName())
                .with("participatingItems", rated.participatingItems());
        if (rated.bad() || draw.oneIn(TEXT_IN)) {
            draft.with("personal", personal(draft));
        }
        return draft;
    }

    Draft sentDefault(CaseFile file, Rated rated) {
        return rating(file, rated).with("isDefault", true);
    }

    Draft step(CaseFile file, String step, int ordinal, long at) {
        return placed(Draft.of(Kind.WORK_ORDER), file)
                .with("ordinal", ordinal)
                .with("workOrderId", "WO" + file.number())
                .with("step", step)
                .with("at", at)
                .with("venue", file.venue())
                .with("channel", RawCodes.channel(file.codeSystem(), file.ratingChannel()));
    }

    Draft claim(CaseFile file, String step, int ordinal, String claimId, long at) {
        return step(file, step, ordinal, at).with("claimId", claimId);
    }

    Draft exclusion(CaseFile file, String action, int ordinal, String exclusionId, long at) {
        return Draft.of(Kind.EXCLUSION)
                .with("issuingSystem", file.issuingSystem())
                .with("caseNumber", file.number())
                .with("handlingRegion", file.region())
                .with("ordinal", ordinal)
                .with("exclusionId", exclusionId)
                .with("action", action)
                .with("reason", "刷好评")
                .with("author", "supervision-desk")
                .with("at", at);
    }

    Draft complaint(CaseFile file, String step, long at) {
        return Draft.of(Kind.COMPLAINT)
                .with("issuingSystem", file.issuingSystem())
                .with("complaintNumber", file.number())
                .with("step", step)
                .with("at", at)
                .with("codeSystem", file.codeSystem())
                .with("handlingRegion", file.region())
                .with("handlingDepartment", file.department())
                .with("item", file.item())
                .with("channel", RawCodes.channel(file.codeSystem(), file.ratingChannel()));
    }

    /** A transport id, a sending time and a feeding platform: never content, so copies differ in them. */
    Draft stamped(Draft draft, long at) {
        return draft.with("messageId", Long.toHexString(draw.next()))
                .with("sentAt", at - draw.between(0, Span.SECOND))
                .with("dataSource", draw.oneIn(2) ? "440100" : "gd-exchange");
    }

    /** Text with a telephone number and something that looks like an identity number; both are made up. */
    GenericRecord personal(Draft draft) {
        GenericRecord personal = draft.part("personal");
        String leak =
                switch (draw.below(3)) {
                    case 0 ->
                        "，请回电1" + (3 + draw.below(7)) + String.format(Locale.ROOT, "%09d", draw.below(1_000_000_000));
                    case 1 -> "，身份证44011119" + String.format(Locale.ROOT, "%010d", draw.between(0, 10_000_000_000L));
                    default -> "";
                };
        personal.put("text", draw.of(TEXTS) + leak);
        personal.put("rater", Long.toHexString(draw.next()));
        personal.put("address", "10." + draw.below(256) + "." + draw.below(256) + ".7");
        personal.put("device", "");
        return personal;
    }

    private static Draft placed(Draft draft, CaseFile file) {
        return draft.with("issuingSystem", file.issuingSystem())
                .with("caseNumber", file.number())
                .with("codeSystem", file.codeSystem())
                .with("handlingRegion", file.region())
                .with("handlingDepartment", file.department())
                .with("item", file.item());
    }
}
