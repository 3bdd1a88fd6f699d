package io.haochaping.dashboard.figures;

/**
 * Department, venue, channel and region of a cell as one number: 19, 22, 6 and 16 bits of {@link Codes}. The department comes first, so that the cells of one
 * lie together.
 */
final class CellKey {
    static final int DEPARTMENTS = 1 << 19;
    static final int VENUES = 1 << 22;
    static final int CHANNELS = 1 << 6;
    static final int REGIONS = 1 << 16;

    private static final int REGION_BITS = 16;
    private static final int CHANNEL_BITS = 6;
    private static final int VENUE_BITS = 22;

    private CellKey() {}

    static long of(int department, int venue, int channel, int region) {
        return first(department) | (long) venue << REGION_BITS + CHANNEL_BITS | (long) channel << REGION_BITS | region;
    }

    /** The least key of a department. */
    static long first(int department) {
        return (long) department << REGION_BITS + CHANNEL_BITS + VENUE_BITS;
    }

    static int department(long key) {
        return (int) (key >>> REGION_BITS + CHANNEL_BITS + VENUE_BITS);
    }

    static int venue(long key) {
        return (int) (key >>> REGION_BITS + CHANNEL_BITS) & VENUES - 1;
    }

    static int channel(long key) {
        return (int) (key >>> REGION_BITS) & CHANNELS - 1;
    }

    static int region(long key) {
        return (int) key & REGIONS - 1;
    }
}
