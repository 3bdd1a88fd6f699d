package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.CutFollower;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.cut.StoreProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what the dashboard shows is so: the store answers, the cut is young, nothing was put back, the equation closes. */
public final class Health {
    private final CutFollower follower;
    private final Duration staleAfter;
    private final Clock clock;

    /** @param staleAfter a cut that is older is no live figure any more */
    public Health(CutFollower follower, Duration staleAfter, Clock clock) {
        this.follower = follower;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    /** What was found, and whether all is well. */
    public record Finding(boolean ok, byte[] body) {}

    private record Check(String name, boolean ok, String english, String chinese) {}

    public Finding look() {
        Optional<Snapshot> newest = follower.newest();
        List<Check> checks = new ArrayList<>();
        checks.add(store(follower.problem()));
        newest.ifPresent(snapshot -> {
            checks.add(age(snapshot));
            checks.add(restored(snapshot));
            checks.add(equation(snapshot));
        });
        boolean ok = newest.isPresent() && checks.stream().allMatch(Check::ok);
        Long epoch = newest.map(snapshot -> snapshot.cut().epoch()).orElse(null);
        Long age = newest.map(this::ageSeconds).orElse(null);
        return new Finding(ok, Json.object(out -> out.field("status", ok ? "ok" : "failing")
                .orNull("epoch", epoch)
                .orNull("cutAgeSeconds", age)
                .objects("checks", checks, (fields, check) -> fields.field("name", check.name)
                        .field("ok", check.ok)
                        .field("message", check.english)
                        .field("messageZh", check.chinese))));
    }

    private static Check store(Optional<StoreProblem> problem) {
        return problem.map(found -> new Check("store", false, found.english(), found.chinese()))
                .orElse(new Check("store", true, "The store answers.", "存储正常响应。"));
    }

    private Check age(Snapshot snapshot) {
        long age = ageSeconds(snapshot);
        boolean young = age <= staleAfter.toSeconds();
        return new Check(
                "cut",
                young,
                young
                        ? "The cut is " + age + " s old."
                        : "The cut is " + age + " s old, more than " + staleAfter.toSeconds()
                                + " s: does the live job run and commit?",
                young
                        ? "切面形成于 " + age + " 秒前。"
                        : "切面形成于 " + age + " 秒前，超过 " + staleAfter.toSeconds() + " 秒：请确认实时作业在运行并提交。");
    }

    private static Check restored(Snapshot snapshot) {
        return snapshot.cut().restored()
                ? new Check(
                        "restored",
                        false,
                        "A backup was put back and the store is not whole yet: do not publish.",
                        "存储由备份恢复，尚未补全：请勿发布。")
                : new Check("restored", true, "No backup was put back.", "没有恢复备份。");
    }

    private static Check equation(Snapshot snapshot) {
        long records = snapshot.equationTotal().gap();
        long ratings = snapshot.cut().ratingGap();
        long partitions = snapshot.openPartitions();
        return records == 0 && ratings == 0 && partitions == 0
                ? new Check("equation", true, "Both equations close.", "两个平衡式均成立。")
                : new Check(
                        "equation",
                        false,
                        "An equation does not close: " + records + " records and " + ratings
                                + " ratings are unaccounted for, in total and with "
                                + partitions + " partitions that have a gap; /api/equation says where.",
                        "平衡式不成立：差 " + records + " 条记录、" + ratings + " 条评价（合计），有差额的分区 " + partitions
                                + " 个；见 /api/equation。");
    }

    private long ageSeconds(Snapshot snapshot) {
        return Math.max(0, (clock.millis() - snapshot.cut().committedAt()) / 1_000);
    }
}
