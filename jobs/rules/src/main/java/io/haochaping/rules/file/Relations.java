package io.haochaping.rules.file;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.PeerGroup;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds between the values of a file, which no schema can say. */
final class Relations {
    static final String EVERYWHERE = "all";

    private static final Map<String, String> OWN_STEPS = Map.of("contact", "contacted", "rectify", "rectified");

    private final Problems problems;

    Relations(Problems problems) {
        this.problems = problems;
    }

    void check(Given root) {
        LocalDate before = null;
        for (Given version : root.itemsOf("versions")) {
            Given from = version.require("from");
            LocalDate day = LocalDate.parse(from.text());
            if (before != null && !before.isBefore(day)) {
                problems.add(
                        from,
                        "不晚于前一版本的 " + before + "；请按日期先后排列，日期不得相同",
                        "is not behind " + before
                                + " of the version before it; put the versions in the order of their days, no two alike");
            }
            before = day;
            version(version);
        }
        GivenCodeSystems.check(root, problems);
    }

    private void version(Given version) {
        regions(version);
        version.field("mean-score").ifPresent(this::weights);
        version.field("fraud").ifPresent(this::fraud);
        version.field("office-hours").ifPresent(this::officeHours);
        deadlines(version.itemsOf("deadlines"));
        bands(version.itemsOf("bands"));
        members(version.itemsOf("peer-groups"));
        channelTree(version.itemsOf("channel-tree"));
        version.field("tags").ifPresent(this::tags);
    }

    private void regions(Given version) {
        List<Given> regions = version.itemsOf("regions");
        Set<String> seen = new HashSet<>();
        for (Given region : regions) {
            String code = RegionCode.normalise(region.text());
            if (region.text().equals(EVERYWHERE)) {
                if (regions.size() > 1) {
                    problems.add(region, "all 须单独书写；请删除其他区划", "all stands by itself; remove the other regions");
                }
            } else if (RegionCode.level(code) == 0 || !RegionTable.builtIn().isKnown(code)) {
                problems.add(
                        region,
                        "区划表中没有 " + region.text() + "；请核对代码",
                        "the region table does not have " + region.text() + "; check the code");
            } else if (!seen.add(code)) {
                problems.add(region, "该区划出现了两次；请删除其一", "this region stands twice; remove one of the two");
            }
        }
    }

    private void fraud(Given block) {
        for (String key : List.of("rater", "device", "address", "all-best", "burst")) {
            if (block.field(key).isPresent() && block.numberOf(key) == 1) {
                problems.add(
                        block.require(key),
                        "阈值为 1 会标记每一条评价；请填 0（不标记）或 2 以上",
                        "a threshold of 1 flags every rating; write 0 (never) or 2 and more");
            }
        }
    }

    private void officeHours(Given hours) {
        if (hours.numberOf("until") <= hours.numberOf("from")) {
            problems.add(
                    hours.require("until"), "不晚于 from；请填写更晚的整点", "is not behind from; write a later hour of the day");
        }
    }

    private void weights(Given meanScore) {
        Given weights = meanScore.require("weights");
        for (int level = 2; level <= 5; level++) {
            if (weights.numberOf("level-" + level) < weights.numberOf("level-" + (level - 1))) {
                problems.add(
                        weights.require("level-" + level),
                        "小于 level-" + (level - 1) + "；等级越高，权重不得越小",
                        "is less than level-" + (level - 1) + "; a better level may not weigh less");
            }
        }
    }

    private void deadlines(List<Given> deadlines) {
        Set<String> seen = new HashSet<>();
        Map<String, String> beginnings = new HashMap<>();
        for (Given deadline : deadlines) {
            String step = deadline.textOf("step");
            String after = deadline.field("after").map(Given::text).orElse("opened");
            String beginning = beginnings.putIfAbsent(step, after);
            if (beginning != null && !beginning.equals(after)) {
                problems.add(
                        deadline,
                        "该环节的时限另有自 " + beginning + " 起算者；同一环节须自同一环节起算",
                        "another deadline of this step runs from " + beginning
                                + "; write the same \"after\" for all of one step");
            }
            if (after.equals(OWN_STEPS.get(step))) {
                problems.add(
                        deadline.require("after"),
                        "该环节不能自本环节起算；请填写其他环节",
                        "is the step that is due itself; write another one");
            }
            if (!seen.add(step + "/" + deadline.textOf("severity"))) {
                problems.add(
                        deadline,
                        "该环节与类别已有时限；请删除其一",
                        "this step and severity have a deadline already; remove one of the two");
            }
            if (deadline.field("warning-days").isPresent()
                    && deadline.numberOf("warning-days") >= Math.max(1, deadline.numberOf("days"))) {
                problems.add(
                        deadline.require("warning-days"),
                        "不小于时限本身；请填写更小的天数",
                        "is not less than the deadline itself; write fewer days");
            }
        }
    }

    private void bands(List<Given> bands) {
        for (int i = 1; i < bands.size(); i++) {
            BigDecimal threshold = new BigDecimal(bands.get(i).textOf("threshold"));
            if (threshold.compareTo(new BigDecimal(bands.get(i - 1).textOf("threshold"))) >= 0) {
                problems.add(
                        bands.get(i).require("threshold"),
                        "不低于前一等次；请从高到低排列",
                        "is not below the band before it; write the bands from the highest to the lowest");
            }
        }
    }

    private void members(List<Given> groups) {
        Set<String> seen = new HashSet<>();
        for (Given group : groups) {
            PeerGroup.Kind of = ProfileReader.kindOf(group);
            for (Given member : group.itemsOf("members")) {
                String code = ProfileReader.unit(of, member.text());
                if (of == PeerGroup.Kind.REGION
                        && (RegionCode.level(code) == 0
                                || !RegionTable.builtIn().isKnown(code))) {
                    problems.add(
                            member,
                            "区划表中没有 " + member.text() + "；请核对代码",
                            "the region table does not have " + member.text() + "; check the code");
                }
                if (!seen.add(of + " " + code)) {
                    problems.add(
                            member, "已属于另一分组；请删除其一", "is a member of another group already; remove one of the two");
                }
            }
        }
    }

    private void channelTree(List<Given> nodes) {
        Map<String, String> parents = new HashMap<>();
        Set<String> channels = new HashSet<>();
        for (Given node : nodes) {
            String id = node.textOf("id");
            if (parents.containsKey(id)) {
                problems.add(node.require("id"), "该代码已用过；请另取一个", "is used already; take another one");
            }
            parents.put(id, node.field("under").map(Given::text).orElse(""));
            for (Given channel : node.field("origin-apps").isPresent() ? List.<Given>of() : node.itemsOf("channels")) {
                if (!channels.add(channel.text())) {
                    problems.add(
                            channel,
                            "该渠道已在别处；请删除其一，或以 origin-apps 区分",
                            "stands elsewhere already; remove one of the two, or tell them apart by origin-apps");
                }
            }
        }
        apps(nodes);
        boolean fine = true;
        for (Given node : nodes) {
            // A circle shows at each of its nodes; told once is enough.
            fine = fine && (node.field("under").isEmpty() || liesRightly(node, parents));
        }
    }

    /** A node without channels has its apps in any. */
    private void apps(List<Given> nodes) {
        Map<String, Set<String>> channelsByApp = new HashMap<>();
        for (Given node : nodes) {
            List<String> channels = node.textsOf("channels");
            for (Given app : node.itemsOf("origin-apps")) {
                Set<String> before = channelsByApp.get(app.text());
                if (before != null
                        && (before.isEmpty()
                                || channels.isEmpty()
                                || channels.stream().anyMatch(before::contains))) {
                    problems.add(
                            app,
                            "该应用的同一渠道已在别处；请删除其一",
                            "stands elsewhere already with the same channel; remove one of the two");
                } else if (before == null) {
                    channelsByApp.put(app.text(), new HashSet<>(channels));
                } else {
                    before.addAll(channels);
                }
            }
        }
    }

    private boolean liesRightly(Given node, Map<String, String> parents) {
        String under = node.textOf("under");
        if (!parents.containsKey(under)) {
            String nearest = NearestName.to(under, parents.keySet());
            problems.add(
                    node.require("under"),
                    "渠道树中没有 " + under + "；最接近的是 " + nearest,
                    "the tree has no " + under + "; the nearest one is " + nearest);
            return false;
        }
        Set<String> passed = new LinkedHashSet<>();
        String at = node.textOf("id");
        while (!at.isEmpty() && passed.add(at)) {
            at = parents.getOrDefault(at, "");
        }
        if (!at.isEmpty()) {
            problems.add(node.require("under"), "绕回自身；请改正上级", "leads back to itself; correct what it stands under");
        }
        return at.isEmpty();
    }

    private void tags(Given tags) {
        List<String> active = tags.textsOf("active");
        for (Given retired : tags.itemsOf("retired")) {
            if (active.contains(retired.text())) {
                problems.add(retired, "同时在用与停用；请删除其一", "is active and retired; remove one of the two");
            }
        }
        Set<String> listed = new HashSet<>(active);
        listed.addAll(tags.textsOf("retired"));
        Set<String> told = new HashSet<>();
        for (Given text : tags.itemsOf("texts")) {
            Given code = text.require("code");
            if (!listed.contains(code.text())) {
                problems.add(
                        code,
                        "既不在用也未停用；请列入 active 或 retired",
                        "is neither active nor retired; write it into one of the two");
            } else if (!told.add(code.text())) {
                problems.add(code, "该标签已有文字；请删除其一", "has a text already; remove one of the two");
            }
        }
    }
}
