package io.haochaping.traffic;

/**
 * One record at its place.
 *
 * @param placedAt where in its partition it stands, as a time
 * @param appendAt what the header says; earlier than {@code placedAt} only where the broker's clock fell behind
 * @param header as written; null where it is missing
 */
record Delivery(SourcePartition where, long placedAt, long appendAt, byte[] key, byte[] value, byte[] header) {}
