package io.haochaping.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command was asked.
 *
 * @param time of all targets together
 * @param targets names, each once
 * @param replay the one input to read instead
 * @param from number of the first input
 */
record Options(Duration time, long seed, List<String> targets, Optional<Path> replay, Path failures, long from) {
    private static final Duration STANDARD = Duration.ofMinutes(1);
    private static final double MOST_MINUTES = 7 * 24 * 60;

    /** The command line is not one. */
    static final class WrongUse extends Exception {
        private static final long serialVersionUID = 1L;

        WrongUse(String message) {
            super(message);
        }
    }

    static Options of(String[] arguments, long ownSeed) throws WrongUse {
        Options options = new Options(STANDARD, ownSeed, Targets.NAMES, Optional.empty(), Path.of("fuzz-failures"), 0);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!List.of("--minutes", "--seed", "--target", "--replay", "--failures", "--from")
                    .contains(arguments[i])) {
                throw new WrongUse("there is no option \"" + arguments[i] + "\"; see --help 没有此选项");
            }
            if (i + 1 == arguments.length) {
                throw new WrongUse(arguments[i] + " needs a value 缺少取值");
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        if (options.replay().isPresent() && options.targets().size() != 1) {
            throw new WrongUse("--replay needs --target NAME 重放时须指定 --target");
        }
        return options;
    }

    private Options with(String option, String value) throws WrongUse {
        return switch (option) {
            case "--minutes" -> new Options(minutes(value), seed, targets, replay, failures, from);
            case "--seed" -> new Options(time, number(option, value), targets, replay, failures, from);
            case "--from" -> new Options(time, seed, targets, replay, failures, number(option, value));
            case "--target" -> new Options(time, seed, targets(value), replay, failures, from);
            case "--replay" -> new Options(time, seed, targets, Optional.of(Path.of(value)), failures, from);
            default -> new Options(time, seed, targets, replay, Path.of(value), from);
        };
    }

    private static Duration minutes(String value) throws WrongUse {
        double minutes;
        try {
            minutes = Double.parseDouble(value);
        } catch (NumberFormatException noNumber) {
            minutes = 0;
        }
        if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new WrongUse("--minutes takes a number greater than 0, such as 5 or 0.1, not \"" + value
                    + "\" --minutes 需要大于 0 的数字");
        }
        return Duration.ofMillis(Math.max(1, Math.round(minutes * 60_000)));
    }

    private static long number(String option, String value) throws WrongUse {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException noNumber) {
            throw new WrongUse(option + " takes a whole number, not \"" + value + "\" " + option + " 需要整数");
        }
    }

    private static List<String> targets(String value) throws WrongUse {
        if (value.equals("all")) {
            return Targets.NAMES;
        }
        if (!Targets.NAMES.contains(family(value))) {
            throw new WrongUse(
                    "there is no target \"" + value + "\"; one of all, " + String.join(", ", Targets.NAMES) + " 没有此目标");
        }
        return List.of(value);
    }

    /** {@code produce.csv} is one of {@code produce}. */
    static String family(String target) {
        return target.contains(".") ? target.substring(0, target.indexOf('.')) : target;
    }
}
