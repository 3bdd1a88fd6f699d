package io.haochaping.produce;

import io.haochaping.produce.say.Language;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code ./haochaping produce}: a file of a city's own into a topic. Exit codes: 0 fine, 1 failure or refused lines, 2 wrong use.
 *
 * <p>Ctrl-C ends behind the transaction that is being written; running the command again goes on from there.
 */
public final class Produce {
    private static final int FINE = 0;
    private static final long ORDERLY_END_SECONDS = 20;

    private Produce() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(stop, ended), "end-in-order"));
        int exitCode = run(List.of(arguments), Language.of(System.getenv()), out, err, stop);
        ended.countDown();
        System.exit(exitCode);
    }

    private static void endInOrder(AtomicBoolean stop, CountDownLatch ended) {
        stop.set(true);
        try {
            boolean unused = ended.await(ORDERLY_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param stop set from outside: end behind the lines that are being written */
    static int run(List<String> arguments, Language language, PrintStream out, PrintStream err, AtomicBoolean stop) {
        Console console = new Console(out, err, language, arguments.contains("--json"));
        try {
            ProduceOptions options = ProduceOptions.of(arguments);
            boolean clean = options.dryRun()
                    ? new DryRun(options, console).run()
                    : new ProduceRun(options, console, stop).run();
            return clean ? FINE : Refusal.FAILURE;
        } catch (Refusal refusal) {
            console.refuse(refusal);
            return refusal.exitCode();
        } catch (IOException unreadable) {
            console.refuse(Refusal.failure(
                    "The file cannot be read to its end ("
                            + unreadable.getClass().getSimpleName()
                            + "). Check the disk it is on, and run the command again: it goes on where it stopped.",
                    "文件无法读到末尾（" + unreadable.getClass().getSimpleName() + "）。请检查所在磁盘，然后再次运行：将从停止处继续。"));
            return Refusal.FAILURE;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError unforeseen) {
            console.refuse(Refusal.failure(
                    "A mistake in this command: " + unforeseen.getClass().getSimpleName() + at(unforeseen)
                            + ". Please report it; what was sent is whole, and running the command again sends no line twice.",
                    "本命令自身的错误：" + unforeseen.getClass().getSimpleName() + at(unforeseen)
                            + "。请报告；已发送的数据是完整的，再次运行不会重复发送。"));
            return Refusal.FAILURE;
        }
    }

    /** Where in our code; messages stay out, for they may hold what a line said. */
    private static String at(Throwable unforeseen) {
        for (StackTraceElement frame : unforeseen.getStackTrace()) {
            if (frame.getClassName().startsWith("io.haochaping.")) {
                return " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
            }
        }
        return "";
    }
}
