package io.haochaping.kit;

import io.haochaping.domain.fraud.Pseudonyms;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * The key of raters' pseudonyms, and the ids of those that were in use before it. Its text tells ids alone.
 *
 * @param id of the key in use; empty: none is configured, and no rater, device and address leaves the door in any form
 * @param key as configured; its UTF-8 bytes are the key
 */
public record PseudonymKey(String id, String key, TreeSet<String> retired) implements Serializable {
    private static final long serialVersionUID = 1L;
    public static final PseudonymKey NONE = new PseudonymKey("", "", new TreeSet<>());

    public boolean isConfigured() {
        return !id.isEmpty();
    }

    /** Null where no key is configured. */
    public Pseudonyms pseudonyms() {
        return isConfigured() ? new Pseudonyms(id, key.getBytes(StandardCharsets.UTF_8)) : null;
    }

    /** Every id that flags may name. */
    public Set<String> ids() {
        Set<String> ids = new TreeSet<>(retired);
        if (isConfigured()) {
            ids.add(id);
        }
        return ids;
    }

    @Override
    public String toString() {
        return "pseudonym keys " + ids();
    }
}
