package io.haochaping.configuration;

import java.util.List;

/**
 * What an operator has to mend before the job can start. The message is written to be printed as it is: it names every
 * problem that was found, where it is and what mends it. There is no stack trace, because no code has to be looked at.
 */
public final class ConfigProblem extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigProblem(String message) {
        super(message, null, false, false);
    }

    /** A heading and one indented line per problem. */
    public static ConfigProblem of(String heading, List<String> problems) {
        return new ConfigProblem(heading + "\n  " + String.join("\n  ", problems));
    }
}
