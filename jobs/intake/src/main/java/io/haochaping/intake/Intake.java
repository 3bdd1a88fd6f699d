package io.haochaping.intake;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.fraud.RatingTraces;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.schemas.ConfluentEncoding;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;

/**
 * The door: turns the bytes of a record into a fact, a tick or a refusal. Decides from the record and the last tick before it in its partition alone, so that every replay
 * decides alike. Never throws on a record. One instance per thread.
 */
public final class Intake {
    private static final int LARGEST_VALUE = 1 << 20;
    /** Partitions of one round; no cluster of ours comes near it. */
    private static final int LARGEST_ROUND = 10_000;

    private static final long NO_TIME = -1;

    private final SourceTopics topics;
    private final WriterSchemas schemas;
    private final Normaliser normaliser;
    private final Sent sent = new Sent();
    private RatingTraces traces = new RatingTraces(null);
    /** Nobody asks unless {@link #tracing} was called. */
    private Consumer<Trace> traced;

    /** By the built-in rules. */
    public Intake(SourceTopics topics, WriterSchemas schemas, Limits limits) {
        this(topics, schemas, limits, RuleBook.builtIn());
    }

    /** @param rules say which side of a transaction a record counts for */
    public Intake(SourceTopics topics, WriterSchemas schemas, Limits limits, RuleBook rules) {
        this.topics = topics;
        this.schemas = schemas;
        this.normaliser = new Normaliser(limits, rules);
    }

    /**
     * Lays the traces of every record that is received, before it is handed out.
     *
     * @param by with the key of pseudonyms, or without
     */
    public Intake tracing(RatingTraces by, Consumer<Trace> out) {
        traces = by;
        traced = out;
        sent.namesPersons = true;
        return this;
    }

    /** @param lastTick T of the last valid tick before the record in its partition; negative: none yet */
    public Decoded decode(RawRecord raw, long lastTick) {
        long appended = appendTime(raw);
        long effective = Math.max(appended == NO_TIME ? raw.timestamp() : appended, lastTick);
        byte[] value = raw.value();
        if (value != null && value.length > LARGEST_VALUE) {
            return new Decoded.Refused(Reason.TOO_LARGE, effective);
        }
        if (value == null) {
            return new Decoded.Refused(Reason.UNDECODABLE, effective);
        }
        try {
            return decode(raw, value, appended, effective);
        } catch (Undecodable e) {
            return new Decoded.Refused(Reason.UNDECODABLE, effective);
        }
    }

    /** How the record that was {@link Decoded.Received received} last words what no figure depends on. */
    public Wording wording() {
        return new Wording(sent.issuingSystem, sent.handlingRegion, sent.number, sent.reason, sent.author);
    }

    /** True for a record that carries the header of copied topics on a topic that is none. */
    public boolean hasStrayAppendHeader(RawRecord raw) {
        return raw.firstAppend() != null && !topics.copied().contains(raw.topic());
    }

    private Decoded decode(RawRecord raw, byte[] value, long appended, long effective) {
        WriterSchemas.Writer writer;
        int body;
        if (SingleObjectEncoding.matches(value)) {
            writer = schemas.byFingerprint(SingleObjectEncoding.fingerprint(value));
            body = SingleObjectEncoding.BODY_OFFSET;
        } else if (ConfluentEncoding.matches(value)) {
            writer = schemas.byId(ConfluentEncoding.schemaId(value));
            body = ConfluentEncoding.BODY_OFFSET;
        } else {
            return new Decoded.Refused(Reason.UNDECODABLE, effective);
        }
        if (writer == null || writer.knownFrom() > effective) {
            return new Decoded.Refused(Reason.UNKNOWN_SCHEMA, effective);
        }
        RecordType type = writer.schema().type();
        if (type == RecordType.TICK) {
            return tick((ResolvingReader) writer.reader(), value, body, appended);
        }
        writer.readerAt(effective).read(value, body, sent);
        if (!topics.carries(raw.topic(), type)) {
            return new Decoded.Refused(Reason.WRONG_TOPIC, effective);
        }
        Reason reason = normaliser.refusal(sent, effective, appended != NO_TIME);
        if (reason != null) {
            return new Decoded.Refused(reason, effective);
        }
        Fact fact = normaliser.toFact(sent, raw, effective);
        if (traced != null) {
            normaliser.lay(traces, sent, fact, traced);
        }
        return new Decoded.Received(fact);
    }

    private static Decoded tick(ResolvingReader reader, byte[] value, int body, long appended) {
        GenericRecord tick = reader.decode(value, body);
        long time = (long) tick.get("at");
        List<TopicPartition> round = round((Collection<?>) tick.get("round"));
        return new Decoded.Ticked(time >= 0 && time <= appended && !round.isEmpty(), time, round);
    }

    /**
     * Empty where the round cannot be meant. A round of no partition would be whole at once, and one of a few bytes could name billions of them.
     */
    private static List<TopicPartition> round(Collection<?> topics) {
        List<TopicPartition> round = new ArrayList<>();
        for (Object entry : topics) {
            GenericRecord topic = (GenericRecord) entry;
            String name = topic.get("topic").toString();
            int partitions = (int) topic.get("partitions");
            if (partitions < 1 || partitions > LARGEST_ROUND - round.size()) {
                return List.of();
            }
            for (int partition = 0; partition < partitions; partition++) {
                round.add(new TopicPartition(name, partition));
            }
        }
        return round;
    }

    /** Broker's time, or on a copied topic the header's; -1 where a copied topic's record has none that can be read. */
    private long appendTime(RawRecord raw) {
        if (!topics.copied().contains(raw.topic())) {
            return raw.timestamp();
        }
        byte[] header = raw.firstAppend();
        if (header == null || header.length == 0 || header.length > 15) {
            return NO_TIME;
        }
        long millis = 0;
        for (byte digit : header) {
            if (digit < '0' || digit > '9') {
                return NO_TIME;
            }
            millis = 10 * millis + digit - '0';
        }
        return millis;
    }
}
