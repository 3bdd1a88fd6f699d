package io.haochaping.explain;

import java.util.SortedMap;

/**
 * A record behind a figure.
 *
 * @param amounts by measure; all 0: the record stands aside, and the reason tells why
 * @param cause code of the reason
 * @param other the record that decides with it; null: none
 */
record Line(Place place, SortedMap<String, Long> amounts, String cause, Sentence reason, Place other) {
    boolean standsAside() {
        return amounts.values().stream().allMatch(amount -> amount == 0);
    }
}
