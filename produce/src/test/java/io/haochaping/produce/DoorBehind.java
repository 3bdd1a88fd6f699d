package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceReading;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.schemas.SchemaCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The door of the pipeline, reading a topic as a job would. */
final class DoorBehind {
    /** A record that was let in, and the line it came from. */
    record Let(long line, Fact fact) {}

    final List<Let> let = new ArrayList<>();
    final List<Decoded.Refused> refused = new ArrayList<>();
    final List<Decoded.Ticked> ticks = new ArrayList<>();
    private final TickRounds rounds = new TickRounds();
    private final SourceReading reading;

    private DoorBehind(SchemaCatalog schemas, Set<String> copied) {
        reading = new SourceReading(
                new Intake(SourceTopics.standard(copied), new WriterSchemas(schemas, Map.of()), Limits.STANDARD),
                (row, change) -> {});
    }

    /** @param appended when the broker appended a record, as far as the test is concerned: no test depends on today */
    static DoorBehind of(
            List<ConsumerRecord<byte[], byte[]>> records,
            Set<String> copied,
            ToLongFunction<ConsumerRecord<byte[], byte[]>> appended) {
        return of(SchemaCatalog.released(), records, copied, appended);
    }

    /** The same of a job whose decision set names later versions of records. */
    static DoorBehind of(
            SchemaCatalog schemas,
            List<ConsumerRecord<byte[], byte[]>> records,
            Set<String> copied,
            ToLongFunction<ConsumerRecord<byte[], byte[]>> appended) {
        DoorBehind door = new DoorBehind(schemas, copied);
        records.forEach(record -> door.read(record, appended.applyAsLong(record)));
        return door;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, long appended) {
        Header append = record.headers().lastHeader(RawRecord.FIRST_APPEND);
        Decoded decoded = reading.read(new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                appended,
                record.key(),
                record.value(),
                append == null ? null : append.value(),
                null));
        if (decoded instanceof Decoded.Received received) {
            let.add(new Let(TestBroker.line(record), received.fact()));
        } else if (decoded instanceof Decoded.Ticked tick) {
            assertThat(tick.valid()).as("a tick that is ignored helps nobody").isTrue();
            ticks.add(tick);
            rounds.announce(tick.time(), tick.round());
        } else if (decoded instanceof Decoded.Refused one) {
            refused.add(one);
        }
    }

    long completeThrough() {
        Map<TopicPartition, Long> last = new HashMap<>();
        for (PartitionProgress progress : reading.progress()) {
            last.put(progress.source(), progress.lastTick());
        }
        return rounds.advance(last);
    }
}
