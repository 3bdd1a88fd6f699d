package io.haochaping.domain.code;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which regions lie in another on a day, that one included. Remembers what it was asked, so it belongs to one question; its threads may share it. */
public final class RegionWithin {
    private final RegionTable table = RegionTable.builtIn();
    private final String ancestor;
    private final LocalDate day;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** @param ancestor as sent: 2, 4, 6, 9 or 12 digits */
    public RegionWithin(String ancestor, LocalDate day) {
        this.ancestor = RegionCode.normalise(ancestor);
        this.day = day;
    }

    public boolean holds(String region) {
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
