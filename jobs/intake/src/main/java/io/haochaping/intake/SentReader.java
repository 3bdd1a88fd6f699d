package io.haochaping.intake;

/** Fills the fields of one record from the body of its message; throws {@link Undecodable} where the bytes are not one whole datum. */
interface SentReader {
    void read(byte[] message, int bodyOffset, Sent into);
}
