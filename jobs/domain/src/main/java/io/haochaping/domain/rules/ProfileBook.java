package io.haochaping.domain.rules;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several profiles: the one that names the region, or the nearest region around it, holds; else the one that holds everywhere; else the built-in rules. Each
 * by its version of that day, so a version that begins tomorrow changes nothing of today.
 */
public final class ProfileBook implements RuleBook {
    /** Regions come from records, and nobody promises that there are few of them. */
    private static final int MOST_KNOWN_REGIONS = 20_000;

    private static final int PREFECTURE = 2;

    private final List<Profile> profiles;
    private final RegionTable regions;
    private final CodeSystems codeSystems;
    private final RuleBook otherwise;
    /** Days on which an answer may change, rising. */
    private final long[] changes;

    private final Map<String, Rules[]> known = new HashMap<>();

    /** @throws IllegalArgumentException where two profiles claim one region at one time, or give one name to two code systems */
    public ProfileBook(List<Profile> profiles, RegionTable regions) {
        this.profiles = List.copyOf(profiles);
        this.regions = regions;
        this.otherwise = RuleBook.builtIn();
        TreeSet<Long> days = new TreeSet<>();
        regions.changeDays().forEach(day -> days.add(day.toEpochDay()));
        profiles.forEach(profile ->
                profile.versions().forEach(version -> days.add(version.from().toEpochDay())));
        this.changes = days.stream().mapToLong(Long::longValue).toArray();
        refuseRivals();
        this.codeSystems = CodeSystems.of(profiles.stream()
                .flatMap(profile -> profile.codeSystems().stream())
                .toList());
    }

    private void refuseRivals() {
        Set<String> ids = new HashSet<>();
        for (Profile profile : profiles) {
            if (!ids.add(profile.id())) {
                throw new IllegalArgumentException("two profiles are called " + profile.id());
            }
        }
        for (long day : changes) {
            Map<String, String> owners = new HashMap<>();
            for (Profile profile : profiles) {
                Profile.Version version = profile.on(day);
                if (version != null) {
                    claim(version, profile.id(), owners, day);
                }
            }
        }
    }

    private static void claim(Profile.Version version, String id, Map<String, String> owners, long day) {
        Collection<String> claimed = version.holdsEverywhere() ? List.of("everywhere") : version.regions();
        for (String region : claimed) {
            String other = owners.putIfAbsent(region, id);
            if (other != null) {
                throw new IllegalArgumentException("the profiles " + other + " and " + id + " both hold in " + region
                        + " on " + LocalDate.ofEpochDay(day));
            }
        }
    }

    @Override
    public Rules at(String region, long time) {
        long day = ShanghaiTime.dayIndex(time);
        int span = spanOf(day);
        Rules[] answers = known.get(region);
        if (answers == null) {
            if (known.size() >= MOST_KNOWN_REGIONS) {
                known.clear();
            }
            answers = new Rules[changes.length + 1];
            known.put(region, answers);
        }
        if (answers[span] == null) {
            answers[span] = find(region, day);
        }
        return answers[span];
    }

    /** How many changes lie at or before the day. */
    private int spanOf(long day) {
        int span = 0;
        while (span < changes.length && changes[span] <= day) {
            span++;
        }
        return span;
    }

    private Rules find(String region, long day) {
        for (Optional<String> at = Optional.of(region); at.isPresent(); at = around(at.get(), day)) {
            for (Profile profile : profiles) {
                Profile.Version version = profile.on(day);
                if (version != null && version.regions().contains(at.get())) {
                    return version.rules();
                }
            }
        }
        for (Profile profile : profiles) {
            Profile.Version version = profile.on(day);
            if (version != null && version.holdsEverywhere()) {
                return version.rules();
            }
        }
        return otherwise.at(region, ShanghaiTime.startOfDay(day));
    }

    /** What has taken the region's place, else the region around it by the table; where the table does not know the code, by its digits, which is right for all but the few that a table is needed for. */
    private Optional<String> around(String region, long day) {
        if (regions.isKnown(region)) {
            LocalDate date = LocalDate.ofEpochDay(day);
            return regions.successor(region, date).or(() -> regions.parent(region, date));
        }
        int level = RegionCode.level(region);
        return level < PREFECTURE ? Optional.empty() : Optional.of(RegionCode.prefixOf(region, level - 1));
    }

    @Override
    public Collection<Rules> versions() {
        List<Rules> versions = new ArrayList<>(otherwise.versions());
        profiles.forEach(profile -> profile.versions().forEach(version -> versions.add(version.rules())));
        return versions;
    }

    @Override
    public List<InForce> inForce() {
        SortedSet<String> asked = regions.codes();
        profiles.forEach(profile -> profile.versions().forEach(version -> asked.addAll(version.regions())));
        return InForce.of(this, asked, Arrays.stream(changes).boxed().toList());
    }

    @Override
    public List<CutOffChange> cutOffChangesWithinMonths() {
        SortedSet<String> asked = new TreeSet<>(List.of(InForce.EVERYWHERE));
        profiles.forEach(profile -> profile.versions().forEach(version -> asked.addAll(version.regions())));
        List<CutOffChange> found = new ArrayList<>();
        for (Profile profile : profiles) {
            for (Profile.Version version : profile.versions()) {
                if (version.from().getDayOfMonth() != 1) {
                    asked.stream()
                            .map(region -> changeAt(profile, version, region))
                            .flatMap(Optional::stream)
                            .findFirst()
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Where the profile ceases to hold, it answers only for a region that no other version takes which begins on that day, too. */
    private Optional<CutOffChange> changeAt(Profile profile, Profile.Version version, String region) {
        long day = version.from().toEpochDay();
        Rules before = find(region, day - 1);
        Rules now = find(region, day);
        Profile.Version last = profile.on(day - 1);
        boolean takes = now.equals(version.rules());
        boolean leaves = last != null && before.equals(last.rules()) && !beginsOn(day, now);
        return (takes || leaves)
                        && before.publication().cutOffDays()
                                != now.publication().cutOffDays()
                ? Optional.of(new CutOffChange(profile.id(), version.from(), region, before, now))
                : Optional.empty();
    }

    private boolean beginsOn(long day, Rules rules) {
        return profiles.stream()
                .map(profile -> profile.on(day))
                .anyMatch(version -> version != null
                        && version.rules().equals(rules)
                        && version.from().toEpochDay() == day);
    }

    @Override
    public CodeSystems codeSystems() {
        return codeSystems;
    }

    @Override
    public SortedMap<String, String> decisions() {
        SortedMap<String, String> decisions = new TreeMap<>(otherwise.decisions());
        decisions.putAll(codeSystems.decisions());
        for (Profile profile : profiles) {
            for (Profile.Version version : profile.versions()) {
                decisions.put(decisionOf(version), version.canonicalText());
            }
        }
        return decisions;
    }

    @Override
    public long takesEffect(String decision) {
        if (decision.startsWith(CodeSystems.DECISION)) {
            return codeSystems.takesEffect(decision);
        }
        return profiles.stream()
                .flatMap(profile -> profile.versions().stream())
                .filter(version -> decisionOf(version).equals(decision))
                .mapToLong(Profile.Version::fromMillis)
                .findFirst()
                .orElse(Long.MIN_VALUE);
    }

    private static String decisionOf(Profile.Version version) {
        return decisionOf(version.rules().version());
    }

    static String decisionOf(String versionName) {
        return BUILT_IN_DECISION + " " + versionName;
    }
}
