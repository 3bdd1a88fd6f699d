package io.haochaping.stack;

/** What a stack trace that comes as text says in the end. */
final class FirstCause {

    private static final String CAUSED_BY = "Caused by: ";

    private FirstCause() {}

    /** The message of the innermost cause, or the first line where there is none. */
    static String of(String stackTrace) {
        int innermost = stackTrace.lastIndexOf(CAUSED_BY);
        String from = innermost < 0 ? stackTrace : stackTrace.substring(innermost + CAUSED_BY.length());
        return from.lines().findFirst().orElse(stackTrace).strip();
    }
}
