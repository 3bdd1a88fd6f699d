package io.haochaping.domain.code;

import io.haochaping.domain.reference.ReferenceData;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which region lies in which, and what became of regions that were abolished.
 *
 * <p>It is data because digits do not tell: the districts of a municipality lie in it directly although 1101 and 1102
 * stand between, 东莞 and 中山 have towns but no counties, and codes change by law. All codes are normalised (12 digits).
 * Counties and above are listed; a town or village belongs to what its first six digits name, and is known where that is.
 */
public final class RegionTable {
    private static final String BUILT_IN = "haochaping/code/regions-v1.tsv";
    private static final int COUNTY = 3;
    private static final int TOWN = 4;

    private final Map<String, List<Region>> regions;
    private final String digest;

    RegionTable(Map<String, List<Region>> regions, String canonical) {
        this.regions = regions;
        this.digest = ReferenceData.digest(canonical);
    }

    /**
     * The table that is shipped: provinces; the prefectures of Guangdong, Hunan, Shandong, Sichuan and Zhejiang; the
     * counties of Guangdong, of the municipalities and of Jining.
     */
    public static RegionTable builtIn() {
        return BuiltIn.TABLE;
    }

    /**
     * Reads a table from lines of six tab-separated fields: code (6 digits), name, parent (6 digits, or empty for a
     * province), first day, first day no longer, successor (6 digits); the last three may be empty. Empty lines and lines
     * that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line, if it cannot be read, overlaps another in time, or names a parent
     *     or successor that the file does not have
     */
    public static RegionTable parse(String text) {
        return new RegionTableReader().read(text);
    }

    /** Whether the code is that of a region now or formerly. */
    public boolean isKnown(String code) {
        return regions.containsKey(listed(code));
    }

    /** The name without those of the regions around it, the latest where it has had several. */
    public Optional<String> name(String code) {
        return Optional.ofNullable(regions.get(code))
                .map(entries -> last(entries).name());
    }

    /**
     * The region that the code lies in on that day. A region abolished by then lies where its successor does, and nothing
     * lies in an abolished one that has a successor. Empty for a province and for an unknown code.
     */
    public Optional<String> parent(String code, LocalDate day) {
        int level = RegionCode.level(code);
        if (level >= TOWN) {
            return isKnown(code) ? Optional.of(standing(RegionCode.prefixOf(code, level - 1), day)) : Optional.empty();
        }
        List<Region> entries = regions.get(standing(code, day));
        return entries == null
                ? Optional.empty()
                : Optional.ofNullable(on(entries, day).parent()).map(parent -> standing(parent, day));
    }

    /**
     * The region that has taken the place of this one by that day; empty while the code itself stands, where nothing took
     * its place, and for an unknown code.
     */
    public Optional<String> successor(String code, LocalDate day) {
        String standing = standing(code, day);
        return standing.equals(code) ? Optional.empty() : Optional.of(standing);
    }

    /** Every region that is listed, now or formerly: counties and above. */
    public SortedSet<String> codes() {
        return new TreeSet<>(regions.keySet());
    }

    /** Every day on which an entry begins or ends: between two of them no answer changes. */
    public SortedSet<LocalDate> changeDays() {
        SortedSet<LocalDate> days = new TreeSet<>();
        regions.values()
                .forEach(entries -> entries.forEach(region -> {
                    Stream.of(region.from(), region.to())
                            .filter(Objects::nonNull)
                            .forEach(days::add);
                }));
        return days;
    }

    /** SHA-256 (64 hexadecimal digits) of the entries; comments and the order of lines do not enter. */
    public String digest() {
        return digest;
    }

    private String standing(String code, LocalDate day) {
        String standing = code;
        for (List<Region> entries = regions.get(code); entries != null; entries = regions.get(standing)) {
            Region last = last(entries);
            if (last.to() == null || day.isBefore(last.to()) || last.successor() == null) {
                break;
            }
            standing = last.successor();
        }
        return standing;
    }

    private static String listed(String code) {
        return RegionCode.level(code) > COUNTY ? RegionCode.prefixOf(code, COUNTY) : code;
    }

    /** The entry of that day; before the first and after the last, the nearest, so that nothing falls out of its parent. */
    private static Region on(List<Region> entries, LocalDate day) {
        for (Region entry : entries) {
            if (entry.to() == null || day.isBefore(entry.to())) {
                return entry;
            }
        }
        return last(entries);
    }

    private static Region last(List<Region> entries) {
        return entries.get(entries.size() - 1);
    }

    /**
     * One region for a time: from {@code from} (null: always) until the day before {@code to} (null: still). Parent and
     * successor are null where there is none.
     */
    record Region(String code, String name, String parent, LocalDate from, LocalDate to, String successor) {}

    /** Loaded on first use only. */
    private static final class BuiltIn {
        static final RegionTable TABLE = parse(ReferenceData.text(BUILT_IN));
    }
}
