package io.haochaping.desk;

/** Why the command ends without an answer: a sentence, and the exit code that says whose turn it is. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    public static final int FAILURE = 1;
    public static final int WRONG_USE = 2;

    private final int exitCode;
    private final transient Sentence sentence;

    private Refusal(int exitCode, Sentence sentence) {
        super(sentence.english(), null, false, false);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    public static Refusal wrongUse(String chinese, String english) {
        return new Refusal(WRONG_USE, new Sentence(chinese, english));
    }

    public static Refusal failure(String chinese, String english) {
        return new Refusal(FAILURE, new Sentence(chinese, english));
    }

    public int exitCode() {
        return exitCode;
    }

    public Sentence sentence() {
        return sentence;
    }
}
