package io.haochaping.chaos;

import java.util.List;

/**
 * How a schedule ended.
 *
 * @param differences where the store is not the truth, an equation does not close, or a reader saw what nobody may see; empty: all is well
 */
record Outcome(Schedule schedule, List<Struck> struck, List<String> differences, long millis) {
    Outcome {
        struck = List.copyOf(struck);
        differences = List.copyOf(differences);
    }

    boolean isWhole() {
        return differences.isEmpty();
    }
}
