package io.haochaping.rulesshadow;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.fold.shadow.Comparison;
import io.haochaping.fold.shadow.Shadow;
import io.haochaping.fold.shadow.Sums;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.file.FaultyRules;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * {@code ./haochaping rules shadow}: counts a month of the topics under other rules and prints both figures side by side, with what moved them. One profile alone is taken as if it held everywhere.
 *
 * <p>Exit codes: 0 done, 1 a difference that no cause explains, or a failure, 2 wrong use.
 */
public final class RunShadow {
    private static final int FAILURE = 1;
    private static final int WRONG_USE = 2;
    /** A fact with its texts and its place in the list of its case: docs/rules.md has the figure that was measured. */
    private static final int BYTES_PER_RECORD = 1_000;

    private static final int LEAST_ROOM = 10_000;

    private RunShadow() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), System.getenv(), out, err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            ShadowOptions options = ShadowOptions.of(arguments);
            LiveConfig config = LiveConfig.load(options.config(), environment);
            RuleBook own = options.rules().isEmpty() ? config.rules().get() : book(options.rules());
            RuleBook other = book(options.under());
            Comparison comparison = compare(config, own, other, options, err);
            String ownName = options.rules().isEmpty() ? "config" : String.join(",", options.rules());
            String otherName = String.join(",", options.under());
            out.print(
                    options.json()
                            ? ComparisonText.json(ownName, otherName, comparison)
                            : ComparisonText.lines(ownName, otherName, comparison));
            return comparison.unexplained().equals(Sums.ZERO) ? 0 : FAILURE;
        } catch (IllegalArgumentException wrongUse) {
            err.println("rules shadow: " + wrongUse.getMessage());
            return WRONG_USE;
        } catch (ConfigProblem | FaultyRules faulty) {
            err.println(faulty.getMessage());
            return WRONG_USE;
        } catch (KafkaException | IllegalStateException failure) {
            err.println("rules shadow: " + failure.getMessage());
            return FAILURE;
        } catch (OutOfMemoryError tooMany) {
            err.println(
                    "rules shadow: memory ran out; hold fewer records by --most-records, or give more by JAVA_TOOL_OPTIONS=-Xmx…");
            err.println("内存不足；请用 --most-records 减少同时保留的记录，或用 JAVA_TOOL_OPTIONS=-Xmx… 增大");
            return FAILURE;
        }
    }

    private static RuleBook book(List<String> names) throws FaultyRules {
        return names.size() == 1
                ? new ProfileBook(List.of(RuleFiles.read(names.get(0)).profile().everywhere()), RegionTable.builtIn())
                : RuleFiles.book(names);
    }

    private static Comparison compare(
            LiveConfig config, RuleBook own, RuleBook other, ShadowOptions options, PrintStream err) {
        Decisions decisions = config.decisions();
        Shadow shadow = new Shadow(
                rules -> decisions.under(() -> rules).newIntake(),
                own,
                other,
                config.limits(),
                ShanghaiTime.startOfDay(options.month().atDay(1).toEpochDay()),
                ShanghaiTime.startOfDay(options.month().plusMonths(1).atDay(1).toEpochDay()),
                options.mostRecords().orElseGet(() -> room(Runtime.getRuntime().maxMemory())));
        TopicReader topics = new TopicReader(config);
        Comparison comparison = shadow.compare(taker -> err.println(topics.forEach(taker) + " records read 条记录已读取"));
        err.println(shadow.readings() + " readings, at most " + shadow.mostHeld() + " records in memory · 读取 "
                + shadow.readings() + " 遍，内存中最多 " + shadow.mostHeld() + " 条记录");
        return comparison;
    }

    /** How many records of cases half the heap has room for. */
    static int room(long heapBytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_ROOM, heapBytes / 2 / BYTES_PER_RECORD));
    }
}
