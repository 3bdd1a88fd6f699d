package io.haochaping.domain.rules;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * From which day on a version of the rules holds in a region: what a reader needs that has region and time of a figure and no version beside it.
 *
 * <p>A list of them is looked up by digits: of the region itself, its town, county, prefecture, province and {@link #EVERYWHERE} the first that the list knows, and of its lines the last that
 * begins by the day. A region that digits alone lead to the right answer is not in the list.
 *
 * @param region 12 digits, or {@link #EVERYWHERE}
 * @param firstDay {@link LocalDate#MIN}: since ever
 */
public record InForce(String region, LocalDate firstDay, String version) {
    /** Wherever no other line holds. */
    public static final String EVERYWHERE = "";

    /** One version, everywhere and since ever. */
    static List<InForce> always(String version) {
        return List.of(new InForce(EVERYWHERE, LocalDate.MIN, version));
    }

    /**
     * What a book answers.
     *
     * @param regions for which its answer may differ from what lies around them by digits
     * @param changes days on which an answer may change
     */
    static List<InForce> of(RuleBook book, SortedSet<String> regions, List<Long> changes) {
        Map<String, List<InForce>> kept = new TreeMap<>();
        kept.put(EVERYWHERE, lines(book, EVERYWHERE, changes));
        // Larger regions first: a smaller one is held against them.
        for (int level = 1; level <= RegionCode.LEVELS; level++) {
            for (String region : regions) {
                if (RegionCode.level(region) == level) {
                    List<InForce> own = lines(book, region, changes);
                    if (!versions(own).equals(versions(around(kept, region)))) {
                        kept.put(region, own);
                    }
                }
            }
        }
        List<InForce> all = new ArrayList<>();
        kept.values().forEach(all::addAll);
        return all;
    }

    private static List<InForce> around(Map<String, List<InForce>> kept, String region) {
        for (int level = RegionCode.level(region) - 1; level >= 1; level--) {
            List<InForce> lines = kept.get(RegionCode.prefixOf(region, level));
            if (lines != null) {
                return lines;
            }
        }
        return Objects.requireNonNull(kept.get(EVERYWHERE));
    }

    private static SortedMap<LocalDate, String> versions(List<InForce> lines) {
        SortedMap<LocalDate, String> versions = new TreeMap<>();
        lines.forEach(line -> versions.put(line.firstDay, line.version));
        return versions;
    }

    private static List<InForce> lines(RuleBook book, String region, List<Long> changes) {
        List<InForce> lines = new ArrayList<>();
        long before = changes.isEmpty() ? 0 : changes.get(0) - 1;
        String last = versionOn(book, region, before);
        lines.add(new InForce(region, LocalDate.MIN, last));
        for (long day : changes) {
            String version = versionOn(book, region, day);
            if (!version.equals(last)) {
                lines.add(new InForce(region, LocalDate.ofEpochDay(day), version));
                last = version;
            }
        }
        return lines;
    }

    private static String versionOn(RuleBook book, String region, long day) {
        return book.at(region, ShanghaiTime.startOfDay(day)).version();
    }
}
