package io.haochaping.auditreplay;

/** Why a command ends without a result, in sentences to be printed as they are, and with which exit code. */
final class Refusal extends Exception {
    static final int FAILURE = 1;
    static final int WRONG_USE = 2;

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient Text text;

    private Refusal(int exitCode, Text text) {
        super(text.english(), null, false, false);
        this.exitCode = exitCode;
        this.text = text;
    }

    /** What was asked for cannot be meant, or must not be done. */
    static Refusal wrongUse(String chinese, String english) {
        return new Refusal(WRONG_USE, new Text(chinese, english));
    }

    /** What was asked for did not come about. */
    static Refusal failure(String chinese, String english) {
        return new Refusal(FAILURE, new Text(chinese, english));
    }

    int exitCode() {
        return exitCode;
    }

    Text text() {
        return text;
    }
}
