package io.haochaping.produce.mapping;

import org.apache.avro.generic.GenericRecord;

/**
 * A record as it will be sent.
 *
 * @param key the case or complaint number
 * @param ownTime when it happened, milliseconds
 * @param firstAppend when it was first appended: what the mapping's own column says, or else its own time; milliseconds
 * @param ofLaterVersion whether a job takes it only from a day on that it names
 */
public record MappedRecord(
        RecordKind kind, String key, long ownTime, long firstAppend, boolean ofLaterVersion, GenericRecord value) {}
