package io.haochaping.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The command: hostile bytes for the decoder and for every reader of a person's file. */
public final class Fuzz {
    private static final int DIFFERENCE = 1;
    private static final int WRONG_USE = 2;
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    /** An input of a few kilobytes takes microseconds; this is a reader that does not come back, on the busiest machine. */
    private static final Duration HANGS = Duration.ofSeconds(60);

    private final PrintStream out;
    private final Options options;

    private Fuzz(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** @return the exit code */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            Fuzz fuzz = new Fuzz(out, Options.of(arguments, System.currentTimeMillis() % 1_000_000_000));
            return fuzz.options.replay().isPresent() ? fuzz.replay() : fuzz.all();
        } catch (Options.WrongUse | NoSuchFileException wrong) {
            String said = wrong instanceof NoSuchFileException
                    ? "there is no file " + wrong.getMessage() + " 没有此文件"
                    : wrong.getMessage();
            err.println("haochaping fuzz: " + said);
            return WRONG_USE;
        } catch (IOException | ExecutionException | InterruptedException failure) {
            err.println("haochaping fuzz: " + failure.getMessage());
            return DIFFERENCE;
        }
    }

    private static List<Target> targets(List<String> names) throws Options.WrongUse {
        List<Target> targets = new ArrayList<>();
        for (String name : names) {
            Targets.named(Options.family(name)).stream()
                    .filter(target -> !name.contains(".") || target.name().equals(name))
                    .forEach(targets::add);
        }
        if (targets.isEmpty()) {
            throw new Options.WrongUse("there is no target " + names + " 没有此目标");
        }
        return targets;
    }

    private int replay() throws IOException, Options.WrongUse {
        byte[] input = Files.readAllBytes(options.replay().orElseThrow());
        int code = 0;
        for (Target target : targets(options.targets())) {
            Optional<Failure> failure = Campaign.one(target, input);
            out.println(failure.map(Failure::sentence).orElse(target.name() + ": taken or refused 已接收或拒绝"));
            code = failure.isPresent() ? DIFFERENCE : code;
        }
        return code;
    }

    private int all() throws IOException, ExecutionException, InterruptedException, Options.WrongUse {
        List<Target> targets = targets(options.targets());
        Duration each = options.time().dividedBy(targets.size());
        out.println("seed 种子 " + options.seed());
        List<Failure> failures = new ArrayList<>();
        for (Target target : targets) {
            Campaign campaign = new Campaign(target, options.seed(), options.from());
            Optional<Failure> failure = watched(campaign, each);
            say(campaign, "");
            if (failure.isPresent()) {
                failures.add(failure.get());
                tell(failure.get());
            }
        }
        out.println(
                failures.isEmpty()
                        ? "no input brought a reader down 没有输入导致出错"
                        : failures.size() + " readers were brought down 个目标出错");
        return failures.isEmpty() ? 0 : DIFFERENCE;
    }

    /** With a word now and then, and an end for one that hangs. */
    private Optional<Failure> watched(Campaign campaign, Duration time)
            throws ExecutionException, InterruptedException {
        CompletableFuture<Optional<Failure>> running = new CompletableFuture<>();
        Thread worker = new Thread(
                null,
                () -> {
                    try {
                        running.complete(campaign.run(time));
                    } catch (Throwable ended) {
                        // Not the reader, but the making of its inputs: told as a failure of the command.
                        running.completeExceptionally(ended);
                    }
                },
                "fuzz-" + campaign.target().name());
        worker.setDaemon(true);
        worker.start();
        while (true) {
            try {
                return running.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                say(campaign, " ...");
                Optional<Failure> hangs = campaign.hangsFor(HANGS);
                if (hangs.isPresent()) {
                    return hangs;
                }
            }
        }
    }

    private void say(Campaign campaign, String more) {
        out.println(String.format(
                Locale.ROOT,
                "%-16s %,12d inputs 输入  %,10d taken 接收  %,10d refused 拒绝  %,10d a minute 每分钟"
                        + "  %,10d a minute and core 每核每分钟 (asked 要求 %,d)  %,8.1f µs%s",
                campaign.target().name(),
                campaign.inputs(),
                campaign.taken(),
                campaign.refused(),
                campaign.rate(),
                campaign.ratePerCore(),
                campaign.target().asked(),
                campaign.microsPerInput(),
                more));
    }

    private void tell(Failure failure) throws IOException {
        Path file = Files.createDirectories(options.failures())
                .resolve(failure.target() + "-" + options.seed() + "-" + failure.number() + ".bin");
        Files.write(file, failure.input());
        out.println(failure.sentence() + "; seed 种子 " + options.seed() + ", input 输入 " + failure.number());
        out.println("again 重放:  ./haochaping fuzz --target " + failure.target() + " --replay " + file);
    }
}
