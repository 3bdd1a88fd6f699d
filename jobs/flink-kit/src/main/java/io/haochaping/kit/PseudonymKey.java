package io.haochaping.kit;

import io.haochaping.domain.fraud.Pseudonyms;
import io.haochaping.domain.fraud.RatingTraces;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * The key of raters' pseudonyms with its name. The door alone is given one; everybody else has {@link PseudonymIds}. Its text tells names alone.
 *
 * @param key as configured; its UTF-8 bytes are the key; empty: none, and no rater, device and address leaves the door in any form
 */
public record PseudonymKey(PseudonymIds ids, String key) implements Serializable {
    private static final long serialVersionUID = 1L;
    public static final PseudonymKey NONE = new PseudonymKey(PseudonymIds.NONE, "");

    public PseudonymKey(String id, String key, TreeSet<String> retired) {
        this(new PseudonymIds(id, retired), key);
    }

    public boolean isConfigured() {
        return !key.isEmpty();
    }

    /** The same names without the key. */
    public PseudonymKey withoutKey() {
        return new PseudonymKey(ids, "");
    }

    /** What lays the traces that flags are made of; without a key those of no person. */
    public RatingTraces newTraces() {
        return new RatingTraces(
                isConfigured() ? new Pseudonyms(ids.inUse(), key.getBytes(StandardCharsets.UTF_8)) : null);
    }

    @Override
    public String toString() {
        return "pseudonym keys " + ids.all();
    }
}
