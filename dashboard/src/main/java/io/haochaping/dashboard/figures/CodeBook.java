package io.haochaping.dashboard.figures;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The codes of all dimensions, and which departments were seen at a venue. Filled by the thread that reads the store. */
public final class CodeBook {
    private final Codes departments = new Codes("department", CellKey.DEPARTMENTS);
    private final Codes venues = new Codes("venue", CellKey.VENUES);
    private final Codes channels = new Codes("channel", CellKey.CHANNELS);
    private final Codes regions = new Codes("region", CellKey.REGIONS);
    private final ConcurrentHashMap<Integer, Set<Integer>> departmentsOfVenue = new ConcurrentHashMap<>();

    /** The key of a cell, with numbers for what is new. */
    public long key(String department, String venue, String channel, String region) {
        int departmentNumber = departments.numberOf(department);
        int venueNumber = venues.numberOf(venue);
        departmentsOfVenue
                .computeIfAbsent(venueNumber, venueOf -> ConcurrentHashMap.newKeySet())
                .add(departmentNumber);
        return CellKey.of(departmentNumber, venueNumber, channels.numberOf(channel), regions.numberOf(region));
    }

    /** The department of a cell. */
    public String department(long key) {
        return departments.code(CellKey.department(key));
    }

    public Codes of(Dimension dimension) {
        return switch (dimension) {
            case DEPARTMENT -> departments;
            case VENUE -> venues;
            case CHANNEL -> channels;
        };
    }

    public Codes regions() {
        return regions;
    }

    /** Departments that were ever seen at the venue. */
    Set<Integer> departmentsOf(int venue) {
        return departmentsOfVenue.getOrDefault(venue, Set.of());
    }
}
