package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.RecordEncoder;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes ticks: one round puts {T, partitions of the round} into every partition of every source topic that is no copy, or a finished one.
 *
 * <p><b>T</b> is never later than what the brokers stamp on the tick, so that no tick has to be ignored; it comes from the
 * brokers' own stamps ({@link BrokerTimes}) and never goes back. Before the first round of a partition a <i>learning
 * tick</i> is written into it. Its T is −1, which every reader ignores.
 *
 * <p><b>Copies</b> get no ticks while they grow: a copy carries those of its original, and its records count from a header that these
 * ticks would contradict. A round lists exactly the partitions it was written into. So where copies and originals are read
 * together, {@code completeThrough} follows the originals alone and says nothing of how far the copies have been read: what
 * reads them must reach their ends first, which is why a copy joins a store only by rebuild and switch.
 *
 * <p>A <b>finished</b> copy has no record behind these ticks that they could contradict. So it takes them as an original does, with the header
 * that all its records have, and {@code completeThrough} waits until it has been read.
 *
 * <p>A round that fails is given up: what was written of it harms nothing, and the next one serves as well. One thread at a
 * time.
 */
public final class TickWriter implements AutoCloseable {
    private static final long IGNORED = -1;
    /** A tick carries no time of the sender's; where this comes back, the broker did not stamp it. */
    private static final long NOT_STAMPED = 0;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    /** Longer than a broker without its controller counts as alive (9 s), after which it leads nothing that is new. */
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(10);

    private final SourceGate gate;
    private final Set<String> copied;
    /** Copies that take no ticks. */
    private final Set<String> growing;

    private final KafkaProducer<byte[], byte[]> producer;
    private final LongSupplier nanoClock;
    private final long marginNanos;
    private final RecordEncoder encoder = SingleObjectEncoding.encoder(RecordType.TICK.current());
    private final BrokerTimes brokerTimes = new BrokerTimes();
    private long lastValid = 0;
    private volatile String problem;

    private TickWriter(
            SourceGate gate,
            Set<String> copied,
            Set<String> growing,
            KafkaProducer<byte[], byte[]> producer,
            LongSupplier nanoClock,
            Duration margin) {
        this.gate = gate;
        this.copied = copied;
        this.growing = growing;
        this.producer = producer;
        this.nanoClock = nanoClock;
        this.marginNanos = margin.toNanos();
    }

    /**
     * A round that reached all its partitions.
     *
     * @param at T, milliseconds
     * @param appendTimes when the tick was appended to each partition, milliseconds
     */
    public record Round(long at, SortedMap<TopicPartition, Long> appendTimes) {
        public Round {
            appendTimes = Collections.unmodifiableSortedMap(new TreeMap<>(appendTimes));
        }

        /** False after a clock of a broker was set back: readers ignore the tick where its T is later than its append. */
        public boolean countsEverywhere() {
            return appendTimes.values().stream().allMatch(appended -> at <= appended);
        }
    }

    private record Appended(long time, long acknowledgedAtNanos) {}

    /** Connects when the first round is written. */
    public static TickWriter open(LiveConfig config) throws ConfigProblem {
        return open(config, System::nanoTime);
    }

    /** @param nanoClock counts nanoseconds from anywhere, and is never set */
    static TickWriter open(LiveConfig config, LongSupplier nanoClock) throws ConfigProblem {
        SourceGate gate = SourceGate.open(config);
        try {
            KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(settings(config), new ByteArraySerializer(), new ByteArraySerializer());
            Set<String> growing = new TreeSet<>(config.kafka().copiedTopics());
            growing.removeAll(config.kafka().finishedCopies());
            return new TickWriter(
                    gate,
                    config.kafka().copiedTopics(),
                    growing,
                    producer,
                    nanoClock,
                    margin(config.live().tickInterval()));
        } catch (KafkaException refused) {
            gate.close();
            throw new ConfigProblem("No Kafka producer can be made for the ticks: " + FirstReason.of(refused)
                    + "; check kafka.properties");
        }
    }

    /** Where ticks come often, T must not fall many rounds behind them. */
    static Duration margin(Duration tickInterval) {
        return tickInterval.compareTo(LONGEST_MARGIN) < 0 ? tickInterval : LONGEST_MARGIN;
    }

    private static Properties settings(LiveConfig config) {
        Properties settings = config.kafkaClient();
        settings.setProperty(ProducerConfig.CLIENT_ID_CONFIG, "haochaping-ticks");
        settings.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        settings.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
        // A round that takes longer than this is worth less than the next one.
        settings.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        settings.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        settings.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000");
        return settings;
    }

    /** Writes one round into the partitions there are now. Empty: it was given up, and {@link #lastProblem()} says why. */
    public Optional<Round> writeRound() {
        try {
            // T lies before the question, and the margin before that: a partition that is created after the answer, or
            // shortly before it and unknown to the broker that answers, holds nothing appended before T.
            long asked = nanoClock.getAsLong() - marginNanos;
            SortedMap<String, Integer> counts = gate.partitionCounts();
            counts.keySet().removeAll(growing);
            if (copied.containsAll(counts.keySet())) {
                throw new KafkaException("there is no source topic that takes ticks");
            }
            Round round = write(counts, asked);
            problem = null;
            return Optional.of(round);
        } catch (ConfigProblem | KafkaException failure) {
            problem = failure.getMessage();
            return Optional.empty();
        }
    }

    /** Why the last round was given up; empty after one that was written. */
    public Optional<String> lastProblem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
        gate.close();
    }

    private Round write(SortedMap<String, Integer> counts, long asked) {
        List<TopicPartition> partitions = partitions(counts);
        // In a copy a tick counts as appended at its T, so there is nothing to learn from one; behind no other tick it
        // would be refused for having been appended before there were ticks.
        List<TopicPartition> stamped = partitions.stream()
                .filter(partition -> !copied.contains(partition.topic()))
                .toList();
        send(brokerTimes.unknown(stamped), IGNORED, new TreeMap<>());
        long at = Math.max(lastValid, brokerTimes.earliest(stamped, asked));
        Round round = new Round(at, send(partitions, at, counts));
        // A tick that is ignored binds nobody, and must not hold back the T of the next ones.
        lastValid = round.countsEverywhere() ? at : lastValid;
        return round;
    }

    private static List<TopicPartition> partitions(SortedMap<String, Integer> counts) {
        List<TopicPartition> partitions = new ArrayList<>();
        counts.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        });
        return partitions;
    }

    private byte[] tick(long at, SortedMap<String, Integer> counts) {
        Schema schema = RecordType.TICK.current();
        Schema element = schema.getField("round").schema().getElementType();
        List<GenericRecord> round = new ArrayList<>();
        counts.forEach((topic, count) -> {
            GenericRecord entry = new GenericData.Record(element);
            entry.put("topic", topic);
            entry.put("partitions", count);
            round.add(entry);
        });
        GenericRecord tick = new GenericData.Record(schema);
        tick.put("at", at);
        tick.put("round", round);
        return encoder.encode(tick);
    }

    /** Sends to all, waits for all, and learns from what came back; the append times. */
    private SortedMap<TopicPartition, Long> send(
            Collection<TopicPartition> partitions, long at, SortedMap<String, Integer> counts) {
        byte[] value = tick(at, counts);
        byte[] firstAppend = Long.toString(at).getBytes(StandardCharsets.US_ASCII);
        Map<TopicPartition, Future<Appended>> sent = new LinkedHashMap<>();
        partitions.forEach(partition -> sent.put(
                partition,
                send(
                        partition,
                        value,
                        copied.contains(partition.topic())
                                ? List.of(new RecordHeader(RawRecord.FIRST_APPEND, firstAppend))
                                : List.of())));
        SortedMap<TopicPartition, Long> appendTimes = new TreeMap<>();
        sent.forEach((partition, answer) -> {
            Appended appended = await(partition, answer);
            brokerTimes.learn(partition, appended.time(), appended.acknowledgedAtNanos());
            appendTimes.put(partition, appended.time());
        });
        return appendTimes;
    }

    private Future<Appended> send(TopicPartition partition, byte[] value, List<Header> headers) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        producer.send(
                new ProducerRecord<>(partition.topic(), partition.partition(), NOT_STAMPED, null, value, headers),
                (metadata, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    } else {
                        answer.complete(new Appended(metadata.timestamp(), nanoClock.getAsLong()));
                    }
                });
        return answer;
    }

    private static Appended await(TopicPartition partition, Future<Appended> answer) {
        try {
            Appended appended = answer.get();
            if (appended.time() <= NOT_STAMPED) {
                throw new KafkaException("the broker does not stamp the records of " + partition
                        + ": its topic must have message.timestamp.type=LogAppendTime");
            }
            return appended;
        } catch (ExecutionException failure) {
            throw new KafkaException("the tick into " + partition + " failed: " + FirstReason.of(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while writing a tick into " + partition);
        }
    }
}
