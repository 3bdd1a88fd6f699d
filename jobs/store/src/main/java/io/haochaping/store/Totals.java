package io.haochaping.store;

/**
 * The committer's own count of what a cut holds.
 *
 * @param ratings effective ratings over all hour leaves and parts
 * @param counted rating records of class counted
 * @param generated generated defaults over all hour leaves
 * @param received records taken in, over all partitions
 * @param classified records in a class, over all partitions
 */
public record Totals(long ratings, long counted, long generated, long received, long classified) {}
