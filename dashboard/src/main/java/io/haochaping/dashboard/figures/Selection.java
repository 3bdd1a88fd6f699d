package io.haochaping.dashboard.figures;

import io.haochaping.domain.code.RegionWithin;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which cells are asked for.
 *
 * @param departments ascending; null: all
 * @param venue {@link #ANY} or a number
 * @param channel {@link #ANY} or a number
 * @param regions numbers; null: all
 */
public record Selection(int[] departments, int venue, int channel, BitSet regions) {
    static final int ANY = -1;
    /** Of a code that was never seen: matches no cell. */
    private static final int NOWHERE = -2;

    public static final Selection EVERYTHING = new Selection(null, ANY, ANY, null);

    /**
     * What codes select; empty: not narrowed by that dimension.
     *
     * @param region with all that lies in it on that day
     */
    public static Selection of(
            CodeBook codes,
            Optional<String> department,
            Optional<String> venue,
            Optional<String> channel,
            Optional<String> region,
            LocalDate day) {
        int venueNumber = number(codes, Dimension.VENUE, venue);
        int[] departments = null;
        if (department.isPresent()) {
            int number = number(codes, Dimension.DEPARTMENT, department);
            departments = number == NOWHERE ? new int[0] : new int[] {number};
        } else if (venueNumber >= 0) {
            departments = codes.departmentsOf(venueNumber).stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        return new Selection(
                departments,
                venueNumber,
                number(codes, Dimension.CHANNEL, channel),
                region.map(code -> regionsIn(codes, code, day)).orElse(null));
    }

    public boolean isEverything() {
        return departments == null && venue == ANY && channel == ANY && regions == null;
    }

    boolean isChannelAlone() {
        return departments == null && venue == ANY && channel != ANY && regions == null;
    }

    boolean holds(long key) {
        return (venue == ANY || CellKey.venue(key) == venue)
                && (channel == ANY || CellKey.channel(key) == channel)
                && (regions == null || regions.get(CellKey.region(key)));
    }

    private static int number(CodeBook codes, Dimension dimension, Optional<String> code) {
        if (code.isEmpty()) {
            return ANY;
        }
        OptionalInt number = codes.of(dimension).find(code.get());
        return number.orElse(NOWHERE);
    }

    private static BitSet regionsIn(CodeBook codes, String ancestor, LocalDate day) {
        RegionWithin within = new RegionWithin(ancestor, day);
        BitSet inside = new BitSet();
        for (int number = 0; number < codes.regions().size(); number++) {
            inside.set(number, within.holds(codes.regions().code(number)));
        }
        return inside;
    }
}
