package io.haochaping.stack;

/** Something outside this JVM did not do what it should; the message alone must tell a user what and where to look. */
public final class StackFailure extends RuntimeException {

    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
