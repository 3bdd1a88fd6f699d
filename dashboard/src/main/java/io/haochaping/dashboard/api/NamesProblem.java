package io.haochaping.dashboard.api;

/** A file of names that cannot be used, with the lines that are wrong and what to write instead. */
public final class NamesProblem extends Exception {
    private static final long serialVersionUID = 1L;

    NamesProblem(String message) {
        super(message);
    }
}
