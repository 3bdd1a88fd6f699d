package io.haochaping.explain;

import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.RowKey;

/** What is asked. */
sealed interface Question {
    /**
     * A figure of all hour leaves of a stretch of time and a place.
     *
     * @param at null in a dimension: any
     * @param region with all that lies in it; null: any
     * @param inTime null: both parts
     */
    record OfLeaves(long from, long to, Dimensions at, String region, Boolean inTime, Metric metric)
            implements Question {}

    /**
     * A figure of all minutes of a stretch of time and a place, as the live view shows them.
     *
     * @param at by department and channel alone; null: any
     * @param region with all that lies in it; null: any
     */
    record OfMinutes(long from, long to, Dimensions at, String region, Metric metric) implements Question {}

    /** A figure of one row, or all of them. */
    record OfRow(RowKey row, Metric metric) implements Question {}

    /**
     * A case.
     *
     * @param system issuing system, or the region where there is none
     * @param complaint true where the number is that of a complaint
     */
    record OfCase(String system, String number, boolean complaint) implements Question {}

    /** A record. */
    record OfRecord(Place place) implements Question {}
}
