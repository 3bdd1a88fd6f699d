package io.haochaping.rules.format;

import io.haochaping.rules.Words;
import io.haochaping.rules.format.Shape.Choice;
import io.haochaping.rules.format.Shape.Day;
import io.haochaping.rules.format.Shape.Field;
import io.haochaping.rules.format.Shape.ListOf;
import io.haochaping.rules.format.Shape.Points;
import io.haochaping.rules.format.Shape.Section;
import io.haochaping.rules.format.Shape.Text;
import io.haochaping.rules.format.Shape.Whole;
import io.haochaping.rules.format.Shape.Yes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The format of a rules file, key by key: docs/rules.md. A released key keeps its meaning; new ones may be added where leaving them out changes nothing. */
public final class RulesFormat {
    /** Marks of a block: that the source does not say it, and why it stands there all the same. */
    public static final String ASSUMPTION = "assumption";

    public static final String REASON = "reason";

    /** What the ledger and the door obey: other figures stand in the rows. */
    private static final Set<String> COUNTING = Set.of(
            "default-rating",
            "identity",
            "content",
            "re-rating",
            "window",
            "counts-for",
            "fan-out",
            "complaints",
            "limit-lengths",
            "regions",
            "from");
    /** What is said about figures, in the views of publication. */
    private static final Set<String> PUBLISHING = Set.of("bands", "peer-groups", "order-lists", "channel-tree");

    /** What decides a rate or a score over the rows. */
    private static final Set<String> SHOWING = Set.of("levels", "satisfaction", "mean-score", "office-hours");

    private static final Text LINE = new Text("\\S.*", 400, new Words("请填写一行文本", "write one line of text"));
    private static final Text NAME =
            new Text("\\S.*", 64, new Words("请填写不超过 64 字的名称", "write a name of at most 64 characters"));
    private static final Text CODE = new Text(
            "[A-Za-z0-9][A-Za-z0-9._-]*",
            64,
            new Words(
                    "请填写字母、数字、点、下划线或短横线组成的代码，数字须加引号",
                    "write letters, digits, dot, underscore and hyphen; digits in quotes"));
    private static final Text REGION = new Text(
            "all|[0-9]{6}([0-9]{6})?",
            12,
            new Words("请填写加引号的 6 位或 12 位区划代码，或单独写 all", "write codes of 6 or 12 digits in quotes, or all by itself"));
    private static final Text TAG = new Text(
            "[1-5][0-9]{2}",
            3, new Words("请填写加引号的三位标签代码，首位为 1 至 5", "write three digits in quotes, the first from 1 to 5"));
    private static final Section NAMES =
            Section.of(must("zh", NAME, "中文", "Chinese"), must("en", NAME, "英文", "English"));
    /** A sentence that people read. */
    private static final Section SENTENCE =
            Section.of(must("zh", LINE, "中文", "Chinese"), must("en", LINE, "英文", "English"));

    private static final Choice CHANNELS = choice(
            "web",
            "网站",
            "website",
            "mobile",
            "移动端",
            "mobile",
            "qr",
            "二维码",
            "QR code",
            "hall",
            "大厅",
            "hall",
            "kiosk",
            "自助机",
            "kiosk",
            "sms",
            "短信",
            "text message",
            "hotline",
            "热线",
            "hotline",
            "courier",
            "快递",
            "courier",
            "paper",
            "纸质",
            "paper",
            "default",
            "系统默认",
            "system default",
            "other",
            "其他",
            "other");

    private static final Section ROOT = Section.of(
            must(
                    "profile",
                    new Text(
                            "[a-z][a-z0-9-]*",
                            32,
                            new Words(
                                    "请填写小写字母、数字和短横线，以字母开头", "write small letters, digits and hyphens, a letter first")),
                    "规则名称",
                    "profile"),
            must("name", NAMES, "名称", "name"),
            must("versions", new ListOf(version()), "版本", "versions"));

    private RulesFormat() {}

    public static Section root() {
        return ROOT;
    }

    /** Who obeys a block of a version. */
    public static Words readBy(String block) {
        if (COUNTING.contains(block)) {
            return new Words("计数时遵守", "obeyed in counting");
        }
        if (block.equals("fraud")) {
            return new Words("标记时遵守", "obeyed in flagging");
        }
        if (block.equals("publication")) {
            return new Words(
                    "截止时间计数时遵守；样本与小数值发布视图中遵守", "cut-off obeyed in counting; sample and small cells in publishing");
        }
        if (block.equals("deadlines")) {
            return new Words(
                    "计数时遵守，含按工单所载难易程度区分的时限（作业的 kafka.record-versions 写有 work-order-event|2 时）；提前预警目前无程序读取",
                    "obeyed in counting, by severity, too, where work orders tell it (kafka.record-versions of the job: work-order-event|2); nothing reads the warnings yet");
        }
        if (PUBLISHING.contains(block)) {
            return new Words("发布视图中遵守", "obeyed in publishing");
        }
        if (block.equals("tags")) {
            return new Words("标签视图中遵守", "obeyed in the view of tags");
        }
        if (block.equals("reference")) {
            return new Words("检查时遵守：须为本版本内置的表", "obeyed in checking: the tables of this version and no others");
        }
        if (block.equals("code-systems")) {
            return new Words("记录进入时遵守", "obeyed at the door");
        }
        return SHOWING.contains(block)
                ? new Words("计算比率时遵守", "obeyed in rates")
                : new Words("已记录，目前无程序读取", "held; nothing reads it yet");
    }

    private static Section version() {
        List<Field> fields = new ArrayList<>();
        fields.add(must("from", new Day(), "自何日起", "from"));
        fields.add(must("regions", new ListOf(REGION), "适用区划", "regions"));
        fields.add(may("from-assumed", SENTENCE, "起始日为假定", "first day assumed"));
        fields.add(may("sources", new ListOf(LINE), "依据", "sources"));
        fields.addAll(blocks());
        return Section.of(fields.toArray(Field[]::new));
    }

    private static List<Field> blocks() {
        return List.of(
                block("levels", "满意等级", "levels", must("good", scale(), "好评等级", "good levels")),
                block("identity", "评价对象", "what is rated once", must("per", identity(), "按", "per")),
                block("content", "同一对象多次评价", "several ratings of one", must("counts", order(), "计入", "counts")),
                block(
                        "default-rating",
                        "默认评价",
                        "default rating",
                        must("after-days", new Whole(1, 60), "办结后自然日", "natural days after completion"),
                        must("level", new Whole(1, 5), "等级", "level")),
                block(
                        "re-rating",
                        "追评",
                        "re-rating",
                        must("mode", reRating(), "方式", "mode"),
                        may("at-most", new Whole(1, 9), "次数上限", "at most", "any number")),
                block(
                        "window",
                        "评价期限",
                        "window",
                        must("days", new Whole(1, 400), "办结后自然日", "natural days after completion")),
                block(
                        "counts-for",
                        "计入哪一方",
                        "counts for",
                        may("department", side(), "部门", "department", "handling"),
                        may("region", side(), "区划", "region", "handling")),
                block("fan-out", "一件事", "fan-out", must("participating", sharing(), "参与事项", "participating items")),
                block(
                        "satisfaction",
                        "满意度分布",
                        "satisfaction distribution",
                        must("leaves-out", new ListOf(CHANNELS), "不计入的渠道", "channels left out")),
                block(
                        "mean-score",
                        "平均分",
                        "mean score",
                        must("weights", weights(), "权重", "weights"),
                        must("decimals", new Whole(0, 6), "小数位", "decimals"),
                        must("rounding", rounding(), "舍入", "rounding")),
                block(
                        "complaints",
                        "投诉时限",
                        "deadlines of complaints",
                        may("accept-days", new Whole(1, 120), "收到后受理工作日", "working days to acceptance", "5"),
                        may("complete-days", new Whole(1, 120), "收到后办结工作日", "working days to completion", "15"),
                        may("simple-days", new Whole(1, 120), "简单问题办结工作日", "working days, a simple question", "1")),
                block(
                        "office-hours",
                        "办公时间",
                        "office hours",
                        must("from", new Whole(0, 23), "自（整点）", "from, a whole hour"),
                        must("until", new Whole(1, 24), "至（整点）", "until, a whole hour")),
                block(
                        "limit-lengths",
                        "时限折算",
                        "lengths of limits",
                        may("working-days-per-week", new Whole(1, 7), "每周工作日", "working days a week", "5"),
                        may("month-days", new Whole(20, 31), "每月自然日", "natural days a month", "30"),
                        may("year-days", new Whole(240, 366), "每年自然日", "natural days a year", "365")),
                block(
                        "fraud",
                        "刷评可疑标记",
                        "suspicion",
                        suspicious("rater", 400, "同一评价人", "by one rater", "10"),
                        suspicious("device", 400, "同一设备", "by one device", "10"),
                        suspicious("address", 400, "同一网络地址", "from one address", "100"),
                        suspicious("all-best", 400, "全部最优且无文字", "all best without text", "5"),
                        suspicious("burst", 400, "同一终端连续评价", "in a row at one terminal", "6"),
                        may("burst-seconds", new Whole(1, 600), "连续间隔秒数", "seconds between two in a row", "5")),
                may("deadlines", new ListOf(deadline()), "时限", "deadlines"),
                block(
                        "publication",
                        "发布",
                        "publication",
                        may("cut-off-working-days", new Whole(1, 60), "截止工作日", "working days to the cut-off"),
                        may("minimum-sample", new Whole(1, 100_000), "最小样本", "minimum sample"),
                        may("small-cell", new Whole(1, 1_000), "小数值阈值", "small cells below")),
                may("bands", new ListOf(band()), "等次", "bands"),
                may("order-lists", new ListOf(orderList()), "排列顺序", "order lists"),
                may("peer-groups", new ListOf(peerGroup()), "同类分组", "peer groups"),
                may("channel-tree", new ListOf(channelNode()), "渠道树", "channel tree"),
                block(
                        "tags",
                        "评价标签",
                        "tags",
                        may("active", new ListOf(TAG), "在用", "active"),
                        may("retired", new ListOf(TAG), "停用", "retired"),
                        may(
                                "texts",
                                new ListOf(
                                        Section.of(must("code", TAG, "代码", "code"), must("name", NAMES, "名称", "name"))),
                                "文字",
                                "texts")),
                block(
                        "reference",
                        "参照数据",
                        "reference data",
                        may("regions", choice("regions-v1", "内置区划表", "the shipped table of regions"), "区划表", "regions"),
                        may(
                                "calendar",
                                choice(
                                        "working-days-v1",
                                        "内置工作日历 2019–2026",
                                        "the shipped working days of 2019 to 2026"),
                                "工作日历",
                                "calendar")),
                may("code-systems", new ListOf(codeSystem()), "代码体系", "code systems"));
    }

    private static Choice scale() {
        return choice(
                "binary",
                "3 至 5 级为好评",
                "3 to 5",
                "strict",
                "4 至 5 级为好评，3 级不是",
                "4 and 5, and 3 is not",
                "ternary",
                "4 至 5 级为好评，3 级为中评",
                "4 and 5, and 3 is neutral");
    }

    private static Choice identity() {
        return choice(
                "stage",
                "每个环节评价一次",
                "each service ordinal",
                "visit",
                "同日同一场所评价一次",
                "each day at each venue",
                "matter",
                "每件评价一次",
                "the case");
    }

    private static Choice order() {
        return choice("first", "以最早一次为准", "the first", "last", "以最后一次为准", "the last");
    }

    private static Choice reRating() {
        return choice(
                "separate", "单独统计", "stands beside the rating", "replaces", "替代原评价等级", "takes the rating's place");
    }

    private static Choice side() {
        return choice("handling", "办理方", "the handling side", "acceptance", "受理方", "the accepting side");
    }

    private static Choice sharing() {
        return choice("shared", "另计共享次数", "carry a shared count", "none", "不计", "carry nothing");
    }

    private static Choice rounding() {
        return choice("half-up", "四舍五入", "half up", "half-even", "四舍六入五成双", "half to even", "down", "截断", "down");
    }

    private static Section weights() {
        Field[] levels = new Field[5];
        for (int level = 1; level <= 5; level++) {
            levels[level - 1] = must("level-" + level, new Whole(0, 1_000), level + " 级", "level " + level);
        }
        return Section.of(levels);
    }

    private static Section deadline() {
        return marked(
                must(
                        "step",
                        choice(
                                "contact", "联系", "contact", "rectify", "整改", "rectify", "reply", "答复", "reply",
                                "revisit", "回访", "revisit"),
                        "环节",
                        "step"),
                must(
                        "severity",
                        choice("any", "全部", "any", "ordinary", "一般", "ordinary", "difficult", "疑难", "difficult"),
                        "类别",
                        "severity"),
                must("days", new Whole(0, 400), "天数", "days"),
                must("unit", choice("working", "工作日", "working days", "natural", "自然日", "natural days"), "单位", "unit"),
                may(
                        "after",
                        choice(
                                "opened",
                                "工单产生",
                                "the order is opened",
                                "contacted",
                                "已联系",
                                "contact",
                                "rectified",
                                "已整改",
                                "rectification"),
                        "起算",
                        "after",
                        "opened"),
                may("extension-days", new Whole(1, 400), "可延长天数", "extension"),
                may("warning-days", new Whole(1, 400), "提前预警天数", "warned ahead by"));
    }

    private static Section band() {
        return marked(
                must("name", NAMES, "名称", "name"),
                must("threshold", new Points(0, 1_000), "下限", "threshold"),
                must(
                        "threshold-itself",
                        choice("belongs", "含下限", "belongs to it", "below", "不含下限", "lies below"),
                        "下限本身",
                        "the threshold itself"));
    }

    private static Section orderList() {
        return marked(must("name", NAMES, "名称", "name"), may("codes", new ListOf(CODE), "代码", "codes"));
    }

    private static Section peerGroup() {
        return marked(
                must("name", NAMES, "名称", "name"),
                may(
                        "of",
                        choice("department", "部门", "departments", "region", "区划", "regions", "venue", "办事场所", "venues"),
                        "单位类别",
                        "units",
                        "department"),
                may("members", new ListOf(CODE), "成员", "members"));
    }

    private static Section channelNode() {
        return marked(
                must("id", CODE, "代码", "id"),
                must("name", NAMES, "名称", "name"),
                may("under", CODE, "上级", "under"),
                may("channels", new ListOf(CHANNELS), "渠道", "channels"),
                may("origin-apps", new ListOf(CODE), "来源应用", "origin apps"));
    }

    private static Section codeSystem() {
        return marked(
                must("code", CODE, "代码", "code"),
                must("known-from", new Day(), "自何日起有效", "known from"),
                must("best-level", new Whole(0, 5), "最满意", "best level"),
                must("worst-level", new Whole(0, 5), "最不满意", "worst level"),
                may("numbered-channels", new ListOf(CHANNELS), "渠道 1、2、3…", "channels 1, 2, 3 …"),
                may("case-kinds", new ListOf(CODE), "办件类型 1、2…", "case kinds 1, 2 …"),
                may("applicants", new ListOf(CODE), "申请人类型", "applicants"),
                may(
                        "time-format",
                        LINE,
                        "时间格式（仅供写映射者参考，记录中已是时刻）",
                        "time format (for who writes a mapping: records carry instants)"),
                may("region-digits", new ListOf(new Whole(2, 12)), "区划位数", "digits of a region"));
    }

    private static Field block(String key, String zh, String en, Field... fields) {
        return may(key, marked(fields), zh, en);
    }

    private static Section marked(Field... fields) {
        Field[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = may(ASSUMPTION, new Yes(), "为假定", "assumed");
        all[fields.length + 1] = may(REASON, SENTENCE, "理由", "reason");
        return Section.of(all);
    }

    /** How many within ten minutes; 0: never. One rating is never suspicious by number. */
    private static Field suspicious(String key, int most, String zh, String en, String standard) {
        return may(key, new Whole(0, most), zh, en, standard);
    }

    private static Field must(String key, Shape shape, String zh, String en) {
        return new Field(key, true, shape, new Words(zh, en), Optional.empty());
    }

    private static Field may(String key, Shape shape, String zh, String en) {
        return new Field(key, false, shape, new Words(zh, en), Optional.empty());
    }

    private static Field may(String key, Shape shape, String zh, String en, String standard) {
        return new Field(key, false, shape, new Words(zh, en), Optional.of(standard));
    }

    /** Word, Chinese, English, word, Chinese, English … */
    private static Choice choice(String... words) {
        Map<String, Words> options = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 3) {
            options.put(words[i], new Words(words[i + 1], words[i + 2]));
        }
        return new Choice(options);
    }
}
