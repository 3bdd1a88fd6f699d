package io.haochaping.produce.input;

/** The columns of one line, by name. */
@FunctionalInterface
public interface Row {
    /** @throws Fault where the column holds something that is neither a value nor a list of values */
    Cell cell(String column) throws Fault;
}
