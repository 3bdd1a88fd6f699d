package io.haochaping.auditreplay;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What replay and audit share at their edges: configuration, where they run, and how a failure is told. */
final class Command {
    private Command() {}

    interface Work {
        int run() throws Refusal, ConfigProblem, SQLException, IOException;
    }

    /** Runs the work; what goes wrong becomes a sentence and an exit code. */
    static int answer(String command, PrintStream err, Work work) {
        try {
            return work.run();
        } catch (Refusal refusal) {
            err.println("haochaping " + command + ": " + refusal.text().lines());
            return refusal.exitCode();
        } catch (ConfigProblem problem) {
            err.println(problem.getMessage());
            return Refusal.WRONG_USE;
        } catch (SQLException e) {
            err.println("haochaping " + command + ": 数据库错误 the database says: " + e.getMessage());
            return Refusal.FAILURE;
        } catch (IOException e) {
            err.println("haochaping " + command + ": " + e.getMessage());
            return Refusal.FAILURE;
        }
    }

    static LiveConfig config(Arguments given, Map<String, String> environment) throws Refusal, ConfigProblem {
        return LiveConfig.load(Path.of(given.required("--config")), environment);
    }

    static ReplayRun runner(Arguments given, PrintStream err) throws Refusal {
        return new ReplayRun(place(given), patience(given), ReplayRun.ATTEMPTS, err);
    }

    private static Duration patience(Arguments given) throws Refusal {
        Optional<String> minutes = given.value("--stuck-after");
        if (minutes.isEmpty()) {
            return ReplayRun.PATIENCE;
        }
        try {
            long number = Long.parseLong(minutes.get());
            if (number > 0) {
                return Duration.ofMinutes(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Refusal.wrongUse(
                "--stuck-after 需要正整数（分钟），而不是 " + minutes.get(),
                "--stuck-after takes a number of minutes, not " + minutes.get());
    }

    static long snapshotNumber(String text) throws Refusal {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Refusal.wrongUse("快照编号是正整数，而不是 " + text, "a snapshot has a number from 1 on, not " + text);
    }

    private static FlinkPlace place(Arguments given) throws Refusal {
        Optional<String> address = given.value("--flink");
        return address.isEmpty() ? FlinkPlace.here() : FlinkPlace.cluster(uri(address.get()), ownJar());
    }

    private static URI uri(String address) throws Refusal {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw Refusal.wrongUse("--flink 的地址 " + address + " 无法识别", "--flink cannot be " + address);
        }
    }

    /** The jar this command was started from, which holds everything the job needs. */
    private static Path ownJar() {
        String property = System.getProperty("haochaping.replay-jar", "");
        return Path.of(
                property.isEmpty()
                        ? Command.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath()
                        : property);
    }
}
