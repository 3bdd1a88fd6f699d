package io.haochaping.traffic;

import java.util.List;

/**
 * What the command line says.
 *
 * @param cases {@link Long#MAX_VALUE} where it goes on until interrupted
 * @param rate cases per second
 * @param incidentsAfter milliseconds to the first incident; {@link Long#MAX_VALUE} where there shall be none
 */
record LiveSettings(String bootstrap, long cases, long seed, double rate, long incidentsAfter, boolean help) {
    private static final double MAX_RATE = 5_000;

    /** @throws IllegalArgumentException with a sentence for the user */
    static LiveSettings parse(String... arguments) {
        String bootstrap = "";
        long cases = Long.MAX_VALUE;
        long seed = 1;
        double rate = 5;
        long incidentsAfter = Long.MAX_VALUE;
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (option.equals("--help") || option.equals("-h")) {
                return new LiveSettings("", 0, seed, rate, incidentsAfter, true);
            }
            String value = value(arguments, i);
            switch (option) {
                case "--bootstrap" -> bootstrap = value;
                case "--cases" -> cases = whole(option, value, 1);
                case "--seed" -> seed = whole(option, value, Long.MIN_VALUE);
                case "--rate" -> rate = rate(value);
                case "--incidents" -> incidentsAfter = Span.SECOND * whole(option, value, 0);
                default -> throw new IllegalArgumentException("Unknown option " + option + ".");
            }
        }
        if (bootstrap.isBlank()) {
            throw new IllegalArgumentException("--bootstrap HOST:PORT is needed.");
        }
        return new LiveSettings(bootstrap, cases, seed, rate, incidentsAfter, false);
    }

    private static String value(String[] arguments, int option) {
        boolean known = List.of("--bootstrap", "--cases", "--seed", "--rate", "--incidents")
                .contains(arguments[option]);
        if (!known) {
            throw new IllegalArgumentException("Unknown option " + arguments[option] + ".");
        }
        if (option + 1 == arguments.length) {
            throw new IllegalArgumentException(arguments[option] + " needs a value.");
        }
        return arguments[option + 1];
    }

    static long whole(String option, String value, long least) {
        try {
            long number = Long.parseLong(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a whole number, not " + value + ".", e);
        }
        throw new IllegalArgumentException(option + " must be at least " + least + ", not " + value + ".");
    }

    private static double rate(String value) {
        try {
            double rate = Double.parseDouble(value);
            if (rate > 0 && rate <= MAX_RATE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rate must be a number, not " + value + ".", e);
        }
        throw new IllegalArgumentException("--rate must be over 0 and at most " + MAX_RATE + ", not " + value + ".");
    }
}
