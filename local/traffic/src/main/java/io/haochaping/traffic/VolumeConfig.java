package io.haochaping.traffic;

import java.time.LocalDate;

/**
 * A month of a province, or any part of it.
 *
 * @param cases about 3.3 records each: accepted, completed, one or two ratings
 * @param firstDay of the stretch over which the cases are spread evenly
 * @param ticks rounds of ticks, spread evenly; the last one ends the plan
 * @param raters whether ratings say who gave them, from which device and address, and at which terminal; everything else is the same with and without
 */
public record VolumeConfig(
        long seed, long cases, LocalDate firstDay, int days, int partitions, int ticks, boolean raters) {

    public VolumeConfig {
        if (cases < 1 || days < 1 || partitions < 1 || ticks < 1) {
            throw new IllegalArgumentException("cases, days, partitions and ticks must all be at least 1");
        }
    }

    /** Nobody says who rated. */
    public VolumeConfig(long seed, long cases, LocalDate firstDay, int days, int partitions, int ticks) {
        this(seed, cases, firstDay, days, partitions, ticks, false);
    }

    public VolumeConfig withRaters() {
        return new VolumeConfig(seed, cases, firstDay, days, partitions, ticks, true);
    }

    /** One July of so many cases. */
    public static VolumeConfig of(long seed, long cases, int partitions) {
        return new VolumeConfig(seed, cases, LocalDate.of(2026, 7, 1), 31, partitions, 31 * 24);
    }
}
