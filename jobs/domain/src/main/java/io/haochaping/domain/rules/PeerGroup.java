package io.haochaping.domain.rules;

import java.util.List;
import java.util.Locale;

/**
 * Units that are ranked among themselves and with nobody else.
 *
 * @param members codes in the order in which units of one rank are listed
 */
public record PeerGroup(String zh, String en, Kind of, List<String> members) {
    public PeerGroup {
        members = List.copyOf(members);
    }

    /** Which code of a figure names the unit. */
    public enum Kind {
        DEPARTMENT,
        /** With everything below it. */
        REGION,
        VENUE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
