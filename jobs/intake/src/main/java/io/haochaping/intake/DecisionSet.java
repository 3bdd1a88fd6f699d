package io.haochaping.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything besides the records that decides a figure, by name: rules, schemas, code systems, limits, reference tables, calendar, each with the digest of its
 * canonical text. A cut names the set it was made under; law 5 promises the same bits under the same set.
 */
public record DecisionSet(SortedMap<String, String> digests) {
    public DecisionSet {
        digests.keySet().forEach(DecisionSet::check);
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /** A line break in a name would let two sets have one text, and so one digest. */
    private static void check(String name) {
        if (name.isEmpty() || name.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the name of a decision is one line, not \"" + name + "\"");
        }
    }

    /**
     * @param canonicalTexts by name. What grows entry by entry needs a name for each entry (every schema, every version of a rule): under one name for all of them a larger set
     *     would not contain the smaller
     */
    public static DecisionSet ofTexts(Map<String, String> canonicalTexts) {
        SortedMap<String, String> digests = new TreeMap<>();
        canonicalTexts.forEach((name, text) -> digests.put(name, sha256(text)));
        return new DecisionSet(digests);
    }

    /** One digest for the whole set. */
    public String digest() {
        StringBuilder text = new StringBuilder();
        digests.forEach(
                (name, digest) -> text.append(name).append(' ').append(digest).append('\n'));
        return sha256(text.toString());
    }

    /** The first name that the other set holds and this one does not hold alike; null where this one contains the other. */
    public String firstMissingOf(DecisionSet other) {
        return other.digests.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(digests.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
