package io.haochaping.stack;

/** Something outside this JVM did not do what it should; the message alone must tell a user what and where to look. */
public sealed class StackFailure extends RuntimeException permits ProcessEnded {

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
