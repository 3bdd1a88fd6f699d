package io.haochaping.stack;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code ./haochaping rules apply}, once the rules were looked at: asks the run on a data folder to restart its job behind a savepoint, and waits until it is back.
 *
 * <p>Exit codes: 0 it is back, 1 there is no run or it did not come back, 2 wrong use.
 */
public final class AskForRestart {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int FAILURE = 1;
    private static final int WRONG_USE = 2;

    private final Language language;
    private final PrintStream out;
    private final PrintStream err;

    AskForRestart(Language language, PrintStream out, PrintStream err) {
        this.language = language;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new AskForRestart(Language.of(System.getenv()), out, err).run(List.of(args)));
    }

    int run(List<String> args) {
        if (args.size() != 2 || !args.get(0).equals("--data")) {
            err.println("Usage: --data DIR");
            return WRONG_USE;
        }
        Path folder = Path.of(args.get(1)).toAbsolutePath().normalize();
        if (!DataFolder.isTaken(folder)) {
            err.println(language.choose(
                    "no run of live-metrics has " + folder
                            + ": give --data its folder, or start it; it takes the rules then",
                    folder + " 上没有运行中的 live-metrics：请用 --data 指定其目录，或直接启动，届时即采用新规则"));
            return FAILURE;
        }
        RestartRequest request = new RestartRequest(folder);
        long asked = System.nanoTime();
        try {
            request.awaitAnswer(request.ask(), LIMIT, () -> DataFolder.isTaken(folder));
        } catch (StackFailure failure) {
            request.withdraw();
            err.println(FirstCause.of(failure.getMessage()));
            return FAILURE;
        }
        long seconds = Duration.ofNanos(System.nanoTime() - asked).toSeconds();
        out.println(language.choose(
                "the job counts on, under the new rules too, after " + seconds + " s",
                "作业已在 " + seconds + " 秒后恢复，并采用新规则"));
        return 0;
    }
}
