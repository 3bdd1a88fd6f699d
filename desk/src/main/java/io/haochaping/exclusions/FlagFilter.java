package io.haochaping.exclusions;

import java.time.Instant;
import java.util.List;

/**
 * Which flagged ratings are looked at.
 *
 * @param signals one of which the rating has; empty: any
 * @param from of the rating's own time; null: since ever
 * @param to exclusive; null: until now
 * @param region beginning of the region's code; empty: any
 * @param department empty: any
 */
record FlagFilter(List<String> signals, Instant from, Instant to, String region, String department) {}
