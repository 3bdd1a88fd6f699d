package io.haochaping.produce.say;

/** Why the command ends without having done what it was asked for: a sentence, and the exit code that says whose turn it is. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** Something outside failed, or lines were refused. */
    public static final int FAILURE = 1;
    /** What was given cannot be meant. */
    public static final int WRONG_USE = 2;

    private final int exitCode;
    private final transient Sentence sentence;

    private Refusal(int exitCode, Sentence sentence) {
        super(sentence.english(), null, false, false);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    public static Refusal wrongUse(String english, String chinese) {
        return new Refusal(WRONG_USE, Sentence.of(english, chinese));
    }

    public static Refusal failure(String english, String chinese) {
        return new Refusal(FAILURE, Sentence.of(english, chinese));
    }

    public int exitCode() {
        return exitCode;
    }

    public Sentence sentence() {
        return sentence;
    }
}
