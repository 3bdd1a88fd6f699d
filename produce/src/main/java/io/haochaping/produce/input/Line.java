package io.haochaping.produce.input;

/** What was found at one place of the input: a row, or the reason why there is none. */
public sealed interface Line {
    /** The number of the line where it begins, from 1; of an Avro file, the number of the record. */
    long number();

    /** As it stands in the file, without its end; of an Avro record its JSON. May hold personal data. */
    String raw();

    record Readable(long number, String raw, Row row) implements Line {}

    record Unreadable(long number, String raw, Reason reason) implements Line {}
}
