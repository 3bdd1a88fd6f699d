package io.haochaping.domain.rules;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.CodeSystems;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules of one jurisdiction, version by version.
 *
 * @param versions rising by their first day; each holds until the next begins
 * @param codeSystems of all versions: a record may declare them wherever it comes from
 */
public record Profile(String id, List<Version> versions, List<CodeSystems.Declared> codeSystems) {
    public Profile {
        codeSystems = List.copyOf(codeSystems);
        versions = List.copyOf(versions);
        for (int i = 0; i < versions.size(); i++) {
            if (i > 0 && !versions.get(i - 1).from().isBefore(versions.get(i).from())) {
                throw new IllegalArgumentException("the versions of " + id + " do not rise by their first day");
            }
        }
    }

    /** With the built-in code systems alone. */
    public Profile(String id, List<Version> versions) {
        this(id, versions, List.of());
    }

    /**
     * @param from its first day
     * @param regions 12 digits each; empty: everywhere that no other profile names
     */
    public record Version(LocalDate from, SortedSet<String> regions, Rules rules) {
        public Version {
            regions = Collections.unmodifiableSortedSet(new TreeSet<>(regions));
        }

        public boolean holdsEverywhere() {
            return regions.isEmpty();
        }

        /** Its first instant, milliseconds. */
        public long fromMillis() {
            return ShanghaiTime.startOfDay(from.toEpochDay());
        }

        String canonicalText() {
            return rules.canonicalText() + " from=" + from + " regions="
                    + (holdsEverywhere() ? "all" : String.join(",", regions));
        }
    }

    /** The same rules for every region, as if nobody had others. */
    public Profile everywhere() {
        return new Profile(
                id,
                versions.stream()
                        .map(version -> new Version(version.from(), new TreeSet<>(), version.rules()))
                        .toList(),
                codeSystems);
    }

    /** Of this profile's versions the one that holds on the day; null before the first. */
    Version on(long day) {
        Version holding = null;
        for (Version version : versions) {
            holding = version.from().toEpochDay() <= day ? version : holding;
        }
        return holding;
    }

    /** The name of a version, in rows and decisions. */
    public static String versionName(String profile, LocalDate from) {
        return profile + "@" + from;
    }
}
