/**
 * What travels in the topics: the Avro records, their released versions and the two encodings.
 *
 * <p>A released schema never changes. Records written years ago must read the same in a replay, so everything here is
 * looked up by fingerprint or registry id, never by "the newest".
 */
package io.haochaping.schemas;
