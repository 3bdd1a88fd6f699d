package io.haochaping.produce.mapping;

import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Row;
import java.util.Set;

/**
 * Which lines a record is made of.
 *
 * @param values that the column must have, or must not have; empty: any value at all will do
 */
record Condition(String column, Set<String> values, boolean negated) {
    boolean holds(Row row, Set<String> nothing) throws Fault {
        String sent = row.cell(column).text().strip();
        if (values.isEmpty()) {
            return !sent.isEmpty() && !nothing.contains(sent);
        }
        return values.contains(sent) != negated;
    }
}
