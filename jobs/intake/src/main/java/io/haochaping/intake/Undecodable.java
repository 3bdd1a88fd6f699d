package io.haochaping.intake;

/** The bytes are no record of their schema. Carries no stack: a broken sender may send millions. */
final class Undecodable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Undecodable BYTES = new Undecodable();

    private Undecodable() {
        super("bytes do not fit the schema", null, false, false);
    }
}
