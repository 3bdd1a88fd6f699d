package io.haochaping.chaos;

import io.haochaping.stack.Language;
import io.haochaping.stack.StackFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ./haochaping chaos}: schedules of faults against real processes under load, each compared with the truth. Ctrl-C ends everything; what was finished stands in the journal.
 *
 * <p>Exit codes: 0 no difference, 1 a difference or a failure, 2 wrong use.
 */
public final class RunChaos {
    private static final int DIFFERENCE = 1;
    private static final int WRONG_USE = 2;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private final ChaosOptions options;
    private final Language language;
    private final List<Outcome> outcomes = new ArrayList<>();

    private RunChaos(ChaosOptions options, Language language) {
        this.options = options;
        this.language = language;
    }

    public static void main(String[] args) {
        Language language = Language.of(System.getenv());
        int exit;
        try {
            ChaosOptions options = ChaosOptions.of(List.of(args), language);
            RunChaos run = new RunChaos(options, language);
            exit = options.show() ? run.show() : run.run();
        } catch (IllegalArgumentException wrongUse) {
            ERR.println("haochaping chaos: " + wrongUse.getMessage());
            exit = WRONG_USE;
        } catch (Exception failure) {
            ERR.println("haochaping chaos: " + failure.getMessage());
            exit = DIFFERENCE;
        }
        System.exit(exit);
    }

    private int show() throws IOException {
        Path journal = options.journal().orElseThrow();
        if (!Files.isReadable(journal)) {
            throw new IllegalArgumentException(
                    language.choose("cannot read " + journal, "无法读取 " + journal) + " (--journal)");
        }
        List<Outcome> all = Journal.read(journal);
        ResultTable.of(all, language).forEach(OUT::println);
        return all.stream().allMatch(Outcome::isWhole) ? 0 : DIFFERENCE;
    }

    private int run() throws Exception {
        requireDisks();
        Path folder = options.data().resolve("run-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        say("starting PostgreSQL and Flink in " + folder, "正在启动 PostgreSQL 与 Flink，数据目录 " + folder);
        long started = System.nanoTime();
        long deadline = started + TimeUnit.MINUTES.toNanos(options.minutes());
        try (Grounds grounds = Grounds.start(options.distribution(), options.jar(), folder)) {
            for (int i = 0; i < options.schedules(); i++) {
                if (options.minutes() > 0 && System.nanoTime() > deadline) {
                    break;
                }
                one(
                        grounds,
                        Schedule.of(options.edition(), options.seed() + i, options.kinds(), options.faults()),
                        folder);
            }
        }
        boolean whole = outcomes.stream().allMatch(Outcome::isWhole);
        if (!options.json()) {
            ResultTable.of(outcomes, language).forEach(OUT::println);
        }
        if (whole) {
            delete(folder);
        }
        return whole ? 0 : DIFFERENCE;
    }

    /** Said before anything is started, and not by a schedule that ends in the middle. */
    private void requireDisks() {
        List<FaultKind> needing = options.kinds().stream()
                .filter(kind -> kind == FaultKind.DATABASE_FULL || kind == FaultKind.CHECKPOINTS_FULL)
                .toList();
        if (!needing.isEmpty() && !SmallDisk.isPossible()) {
            String names = needing.stream().map(FaultKind::id).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(language.choose(
                    names + " need a small disk, and this user may not mount one: run as root, allow user"
                            + " namespaces (unshare -rm), or name other faults with --faults",
                    names + " 需要小容量磁盘，而当前用户无权挂载：请以 root 运行、允许用户命名空间（unshare -rm），或用 --faults 指定其他故障"));
        }
    }

    private void one(Grounds grounds, Schedule schedule, Path folder) throws Exception {
        say(schedule.toString(), schedule.toString());
        Path own = folder.resolve("seed-" + schedule.seed());
        Outcome outcome = new Trial(grounds, options.cases(), this::recovered).run(schedule, own);
        outcomes.add(outcome);
        String line = Journal.line(
                outcome, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), options.commit());
        if (options.journal().isPresent()) {
            Journal.add(options.journal().get(), line);
        }
        if (options.json()) {
            OUT.println(line);
        }
        if (outcome.isWhole()) {
            delete(own);
            String took = ResultTable.seconds(outcome.millis());
            say("seed " + schedule.seed() + ": no difference, " + took, "seed " + schedule.seed() + "：无差异，用时 " + took);
            return;
        }
        say("seed " + schedule.seed() + ": DIFFERENT", "seed " + schedule.seed() + "：有差异");
        outcome.differences().forEach(difference -> (options.json() ? ERR : OUT).println("    " + difference));
        String again = options.again(schedule);
        say("its data: " + own + "; the same schedule again: " + again, "数据：" + own + "；重放同一编排：" + again);
    }

    private void recovered(Struck struck) {
        String what = "  " + struck.kind().id() + ": ";
        String took = ResultTable.seconds(struck.recoveryMillis());
        if (struck.recoveryMillis() < 0) {
            say(what + "not recovered", what + "未恢复");
        } else {
            say(what + "recovered after " + took, what + took + " 后恢复");
        }
    }

    /** Progress goes beside the JSON, which has the standard output for itself. */
    private void say(String english, String chinese) {
        (options.json() ? ERR : OUT).println(LocalTime.now().format(CLOCK) + "  " + language.choose(english, chinese));
    }

    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new StackFailure("Cannot delete " + folder + ": " + failure.getMessage(), failure);
        }
    }
}
