package io.haochaping.explain;

import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A region with all that lies in it on a day, as the page takes it. Remembers what it was asked; shared by the reading threads. */
final class RegionsWithin {
    private final RegionTable table = RegionTable.builtIn();
    private final String ancestor;
    private final LocalDate day;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** @param ancestor as typed: 2, 4, 6, 9 or 12 digits */
    RegionsWithin(String ancestor, LocalDate day) {
        this.ancestor = RegionCode.normalise(ancestor);
        this.day = day;
    }

    boolean hold(String region) {
        return known.computeIfAbsent(region, this::lookUp);
    }

    private boolean lookUp(String region) {
        Optional<String> at = Optional.of(region);
        while (at.isPresent() && !at.get().equals(ancestor)) {
            at = table.parent(at.get(), day);
        }
        return at.isPresent();
    }
}
