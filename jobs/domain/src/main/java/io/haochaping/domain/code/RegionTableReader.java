package io.haochaping.domain.code;

import io.haochaping.domain.code.RegionTable.Region;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the lines of a region file; refuses a table that could not answer for its own entries. */
final class RegionTableReader {
    private static final int FIELDS = 6;

    private final TreeMap<String, List<Region>> regions = new TreeMap<>();
    private final Map<Region, String> lines = new HashMap<>();

    RegionTable read(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(number, line);
            }
        }
        regions.values().forEach(this::order);
        lines.forEach(this::requireReferences);
        lines.forEach(this::requireEnd);
        return new RegionTable(Map.copyOf(regions), canonical());
    }

    private void add(int number, String line) {
        String place = "Region line " + number + " (" + line + "): ";
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(place + "has " + fields.length + " fields, not " + FIELDS);
        }
        try {
            Region region = new Region(
                    code(fields[0]),
                    fields[1],
                    codeOrNull(fields[2]),
                    day(fields[3]),
                    day(fields[4]),
                    codeOrNull(fields[5]));
            requireOrder(region);
            regions.computeIfAbsent(region.code(), code -> new ArrayList<>()).add(region);
            lines.put(region, place);
        } catch (DateTimeException | IllegalArgumentException refused) {
            throw new IllegalArgumentException(place + refused.getMessage(), refused);
        }
    }

    private static String code(String sixDigits) {
        String code = RegionCode.normalise(sixDigits);
        if (sixDigits.length() != 6 || RegionCode.level(code) == 0) {
            throw new IllegalArgumentException(sixDigits + " is not a code of six digits");
        }
        return code;
    }

    private static String codeOrNull(String sixDigits) {
        return sixDigits.isEmpty() ? null : code(sixDigits);
    }

    private static LocalDate day(String text) {
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    private static void requireOrder(Region region) {
        if (region.from() != null && region.to() != null && !region.from().isBefore(region.to())) {
            throw new IllegalArgumentException("ends before it begins");
        }
        if (region.successor() != null && region.to() == null) {
            throw new IllegalArgumentException("has a successor but no end");
        }
    }

    private void order(List<Region> entries) {
        entries.sort(Comparator.comparing(Region::from, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (int i = 1; i < entries.size(); i++) {
            LocalDate ended = entries.get(i - 1).to();
            LocalDate begins = entries.get(i).from();
            if (ended == null || begins == null || begins.isBefore(ended)) {
                throw new IllegalArgumentException(lines.get(entries.get(i)) + "overlaps another entry of the code");
            }
        }
    }

    private void requireReferences(Region region, String place) {
        requireListed(region.parent(), place);
        requireListed(region.successor(), place);
    }

    private void requireListed(String code, String place) {
        if (code != null && !regions.containsKey(code)) {
            throw new IllegalArgumentException(place + code + " is not listed");
        }
    }

    /** Walking up, or from successor to successor, must come to an end. */
    private void requireEnd(Region region, String place) {
        Set<String> seen = new HashSet<>();
        for (Region at = region; at.parent() != null; at = lastOf(at.parent())) {
            requireNew(seen, at.parent(), place);
        }
        seen.clear();
        for (Region at = region; at.successor() != null; at = lastOf(at.successor())) {
            requireNew(seen, at.successor(), place);
        }
    }

    private static void requireNew(Set<String> seen, String code, String place) {
        if (!seen.add(code)) {
            throw new IllegalArgumentException(place + "leads round in a circle by " + code);
        }
    }

    private Region lastOf(String code) {
        List<Region> entries = regions.get(code);
        return entries.get(entries.size() - 1);
    }

    /** One line per entry, by code and time; an absent field is empty. */
    private String canonical() {
        StringBuilder text = new StringBuilder();
        regions.values().forEach(entries -> entries.forEach(region -> append(text, region)));
        return text.toString();
    }

    private static void append(StringBuilder text, Region region) {
        text.append(region.code()).append('\t').append(region.name());
        for (Object field : new Object[] {region.parent(), region.from(), region.to(), region.successor()}) {
            text.append('\t').append(field == null ? "" : field);
        }
        text.append('\n');
    }
}
