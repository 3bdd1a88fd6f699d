package io.haochaping.kit;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names of the keys of raters' pseudonyms: what everybody may know of them, and all that operators behind the door do.
 *
 * @param inUse empty: no key is configured, and nothing is flagged
 * @param retired of the keys that were in use before
 */
public record PseudonymIds(String inUse, SortedSet<String> retired) implements Serializable {
    private static final long serialVersionUID = 1L;
    public static final PseudonymIds NONE = new PseudonymIds("", new TreeSet<>());

    public PseudonymIds {
        retired = Collections.unmodifiableSortedSet(new TreeSet<>(retired));
    }

    public boolean isConfigured() {
        return !inUse.isEmpty();
    }

    /** Every id that flags may name. */
    public Set<String> all() {
        Set<String> ids = new TreeSet<>(retired);
        if (isConfigured()) {
            ids.add(inUse);
        }
        return ids;
    }
}
