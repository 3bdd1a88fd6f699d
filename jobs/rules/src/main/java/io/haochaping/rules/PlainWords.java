package io.haochaping.rules;

import io.haochaping.domain.rules.Band;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.Rules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What rules count, in sentences, one for each block of the format that decides figures. Two rules that count alike have the same sentences. */
final class PlainWords {
    /** What may differ between two rules where a block differs. */
    static final Map<String, Words> EFFECTS = Map.ofEntries(
            Map.entry("levels", new Words("好评率的分子", "the numerator of the good rate")),
            Map.entry("identity", new Words("计入与被取代的评价数", "which ratings count and which are superseded")),
            Map.entry(
                    "content",
                    new Words("同一对象计入哪一次评价，以及其等级与时间", "which of several ratings counts, with its level and hour")),
            Map.entry(
                    "default-rating",
                    new Words("默认评价数、评价总数与好评率", "default ratings, the number of ratings and the good rate")),
            Map.entry("re-rating", new Words("追评数；替代时还有各等级数", "re-ratings; where they replace, the level counts too")),
            Map.entry("window", new Words("逾期评价记为 excluded，不再计入", "ratings given too late become excluded")),
            Map.entry("counts-for", new Words("评价计入哪个部门与区划", "the department and region a record counts for")),
            Map.entry("fan-out", new Words("参与事项的共享次数", "shared counts of participating items")),
            Map.entry(
                    "satisfaction",
                    new Words("满意度分布与其比率；计数不变", "the satisfaction distribution and its rates; counts stay")),
            Map.entry("mean-score", new Words("平均分；计数不变", "the mean score; counts stay")),
            Map.entry("complaints", new Words("投诉的按时受理与按时办结", "complaints that were due, and met, in time")),
            Map.entry(
                    "publication",
                    new Words(
                            "在期与更正的划分；发布视图中的比率与小数值",
                            "which records are in time and which corrections; rates and small counts as published")),
            Map.entry("bands", new Words("满意度的等次；计数不变", "what a satisfaction rate is called; counts stay")),
            Map.entry("office-hours", new Words("工作时间内外的划分；计数不变", "what is shown as working time; counts stay")),
            Map.entry("limit-lengths", new Words("时限合计与压缩率", "summed limits and the compression rate")));

    private PlainWords() {}

    static Map<String, Words> of(Rules rules) {
        Map<String, Words> words = new LinkedHashMap<>();
        words.put("levels", levels(rules));
        words.put("identity", identity(rules));
        words.put(
                "content",
                rules.lastContent()
                        ? new Words("同一对象有多次评价时，以最后一次为准。", "Of several ratings of one thing the last counts.")
                        : new Words("同一对象有多次评价时，以最早一次为准。", "Of several ratings of one thing the first counts."));
        words.put("default-rating", byDefault(rules));
        words.put("re-rating", reRating(rules));
        words.put("window", window(rules));
        words.put("counts-for", countsFor(rules));
        words.put(
                "fan-out",
                rules.shares()
                        ? new Words(
                                "一件事只在主办事项计一次，参与事项另计共享次数。",
                                "One application for several items counts once, at the lead item; the others carry a shared count.")
                        : new Words(
                                "一件事只在主办事项计一次，参与事项不计。",
                                "One application for several items counts once, at the lead item; the others carry nothing."));
        words.put("satisfaction", satisfaction(rules));
        words.put("mean-score", meanScore(rules.meanScore()));
        words.put("complaints", complaints(rules.complaints()));
        words.put("publication", publication(rules.publication()));
        words.put("bands", bands(rules.publication().bands()));
        words.put("office-hours", officeHours(rules.officeHours()));
        words.put("limit-lengths", limitLengths(rules.limitLengths()));
        words.put("fraud", fraud(rules.fraud()));
        return words;
    }

    private static Words levels(Rules rules) {
        return switch (rules.scale()) {
            case BINARY -> new Words("非常满意、满意、基本满意（5 至 3 级）为好评。", "Levels 5 to 3 are good.");
            case STRICT -> new Words("非常满意、满意（5、4 级）为好评，基本满意不是。", "Levels 5 and 4 are good; 3 is not.");
            case TERNARY -> new Words("非常满意、满意（5、4 级）为好评，基本满意（3 级）为中评。", "Levels 5 and 4 are good, 3 is neutral.");
        };
    }

    private static Words identity(Rules rules) {
        return switch (rules.identity()) {
            case STAGE -> new Words("每个办理环节评价一次。", "Each stage of a case is rated once.");
            case VISIT -> new Words("同一件在同一日、同一场所评价一次。", "A case is rated once per day and venue.");
            case MATTER -> new Words("每件评价一次。", "Each case is rated once.");
        };
    }

    private static Words byDefault(Rules rules) {
        int days = rules.defaultAfterDays();
        return rules.hasDefaults()
                ? new Words(
                        "办结后 " + days + " 个自然日内无任何评价的，计一次 " + rules.defaultLevel() + " 级默认评价。",
                        "A completed case with no rating at all counts one default of level " + rules.defaultLevel()
                                + " at the end of natural day "
                                + days + ".")
                : new Words("不生成默认评价。", "No default ratings are made.");
    }

    private static Words reRating(Rules rules) {
        int atMost = rules.reRating().atMost();
        Words often = atMost == 0
                ? new Words("次数不限", "any number of them")
                : new Words("至多 " + atMost + " 次", "at most " + atMost + " of them");
        return rules.reRating().replaces()
                ? new Words(
                        "差评整改后的追评替代原等级（" + often.zh() + "）。",
                        "The re-rating of a bad review takes the place of its level (" + often.en() + ").")
                : new Words(
                        "差评整改后的追评单独统计（" + often.zh() + "）。",
                        "The re-rating of a bad review stands beside it (" + often.en() + ").");
    }

    private static Words window(Rules rules) {
        return rules.windowDays() == 0
                ? new Words("评价不限期。", "A rating may be given at any time.")
                : new Words(
                        "办结后 " + rules.windowDays() + " 个自然日内的评价计入，逾期不计。",
                        "A rating counts until the end of the " + rules.windowDays()
                                + ". natural day after completion.");
    }

    private static Words countsFor(Rules rules) {
        boolean department = rules.countsFor().acceptingDepartment();
        boolean region = rules.countsFor().acceptingRegion();
        return new Words(
                "计入" + (department ? "受理" : "办理") + "部门、" + (region ? "受理" : "办理") + "区划。",
                "A record counts for the " + (department ? "accepting" : "handling") + " department and the "
                        + (region ? "accepting" : "handling") + " region.");
    }

    private static Words satisfaction(Rules rules) {
        String channels = String.join(", ", rules.leftOut());
        return rules.leftOut().isEmpty()
                ? new Words("满意度分布包含全部渠道。", "The satisfaction distribution takes in every channel.")
                : new Words(
                        "满意度分布不含：" + channels + "（评价照常计数）。",
                        "The satisfaction distribution leaves out " + channels + " (they are counted).");
    }

    private static Words complaints(ComplaintRules terms) {
        return new Words(
                "投诉自收到之日后 " + terms.acceptDays() + " 个工作日内受理、" + terms.completeDays() + " 个工作日内办结，简单问题 "
                        + terms.simpleDays() + " 个工作日内办结。",
                "A complaint is to be accepted within " + terms.acceptDays()
                        + " working days after its receipt and completed within " + terms.completeDays()
                        + ", a simple one within " + terms.simpleDays() + ".");
    }

    private static Words publication(Publication publication) {
        int sample = publication.minimumSample();
        int cell = publication.smallCell();
        return new Words(
                "每月数字在月末后第 " + publication.cutOffDays() + " 个工作日终了时截止；"
                        + (sample == 0 ? "比率不限样本" : "不足 " + sample + " 条评价不给比率") + "；"
                        + (cell < 2 ? "不标示小数值。" : "标示 1 至 " + (cell - 1) + " 之间的小数值，由发布方隐去。"),
                "A month closes at the end of working day " + publication.cutOffDays() + " after it; "
                        + (sample == 0
                                ? "a rate needs no number of ratings"
                                : "below " + sample + " ratings there is no rate")
                        + "; "
                        + (cell < 2
                                ? "no count is named as small."
                                : "counts below " + cell + " are named, for whoever publishes to suppress."));
    }

    private static Words bands(List<Band> bands) {
        return bands.isEmpty()
                ? new Words("满意度不分等次。", "A satisfaction rate has no name.")
                : new Words(
                        "满意度等次："
                                + bands.stream()
                                        .map(band -> band.zh() + limit(band))
                                        .collect(Collectors.joining("、")) + "。",
                        "A satisfaction rate is called "
                                + bands.stream()
                                        .map(band -> band.en() + limit(band))
                                        .collect(Collectors.joining(", "))
                                + ".");
    }

    private static String limit(Band band) {
        return " (" + (band.hasThreshold() ? "≥ " : "> ") + band.threshold().toPlainString() + " %)";
    }

    private static Words officeHours(OfficeHours hours) {
        return new Words(
                "工作日 " + hours.from() + " 时至 " + hours.until() + " 时为工作时间。",
                "Working time is " + hours.from() + " to " + hours.until() + " o'clock of a day that is worked.");
    }

    private static Words limitLengths(LimitLengths lengths) {
        return new Words(
                "时限折算：每周 " + lengths.workingDaysPerWeek() + " 个工作日，每月 " + lengths.monthDays() + "、每年 "
                        + lengths.yearDays() + " 个自然日。",
                "Limits are compared at " + lengths.workingDaysPerWeek() + " working days a week, "
                        + lengths.monthDays() + " natural days a month and " + lengths.yearDays() + " a year.");
    }

    private static Words fraud(FraudRules fraud) {
        return new Words(
                "可疑标记（不改变任何数字）：10 分钟内同一评价人 " + times(fraud.rater(), "次", "不限") + "、同一设备 "
                        + times(fraud.device(), "次", "不限") + "、同一地址 " + times(fraud.address(), "次", "不限")
                        + "，全部最优且无文字 " + times(fraud.allBest(), "次", "不限") + "，同一终端间隔不超过 "
                        + fraud.burstSeconds() + " 秒连续 " + times(fraud.burst(), "次", "不限") + "。",
                "Flagged, with no figure changed, within ten minutes: one rater "
                        + times(fraud.rater(), "or more", "never")
                        + ", one device " + times(fraud.device(), "or more", "never") + ", one address "
                        + times(fraud.address(), "or more", "never") + ", all best without text "
                        + times(fraud.allBest(), "or more", "never") + ", " + times(fraud.burst(), "or more", "never")
                        + " in a row at one terminal at most " + fraud.burstSeconds() + " s apart.");
    }

    private static String times(int threshold, String behind, String never) {
        return threshold == 0 ? never : threshold + " " + behind;
    }

    private static Words meanScore(MeanScore score) {
        String weights = score.weights().toString();
        String rounding = score.rounding().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Words(
                "平均分：1 至 5 级权重 " + weights + "，保留 " + score.decimals() + " 位小数（" + rounding + "）。",
                "Mean score: levels 1 to 5 weigh " + weights + ", " + score.decimals() + " decimals (" + rounding
                        + ").");
    }
}
