package io.haochaping.fuzz;

import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.intake.SourceTopics;
import io.haochaping.intake.WriterSchemas;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The door of the job: each value is a fact, a tick, or refused with a reason. Every topic of a kind takes its turn, so that records also come where they do not belong. */
final class DecoderTarget implements Target {
    private static final int CASES = 300;
    private static final int BODY = 10;
    private static final NamedVersions EVERY_VERSION = NamedVersions.parse("work-order-event|2|2015-01-01");
    private static final List<String> TOPICS =
            List.of("rating.web", "case.event", "workorder.event", "complaint.event", "exclusion", "rating.copy");

    private final Intake intake;
    private final List<byte[]> good = new ArrayList<>();
    private long reads;

    DecoderTarget() {
        Map<Integer, ReleasedSchema> registered = new HashMap<>();
        SchemaCatalog everything = SchemaCatalog.released().naming(EVERY_VERSION);
        everything.all().forEach(schema -> registered.put(registered.size(), schema));
        intake = new Intake(
                SourceTopics.standard(Set.of("rating.copy")),
                new WriterSchemas(everything, registered),
                Limits.STANDARD,
                RuleBook.builtIn());
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(1, CASES).withTickEvery(Duration.ofDays(1)));
        plan.partitions().forEach(where -> plan.records(where)
                .filter(record -> record.value() != null)
                .forEach(record -> {
                    good.add(record.value());
                    if (record.value().length > BODY) {
                        good.add(underRegistry(record.value(), good.size() % registered.size()));
                    }
                }));
    }

    private static byte[] underRegistry(byte[] singleObject, int id) {
        return ByteBuffer.allocate(singleObject.length - BODY + 5)
                .put((byte) 0)
                .putInt(id)
                .put(singleObject, BODY, singleObject.length - BODY)
                .array();
    }

    @Override
    public String name() {
        return "decoder";
    }

    @Override
    public List<byte[]> good() {
        return good;
    }

    @Override
    public boolean takes(byte[] input) {
        boolean taken = false;
        // By the bytes, not by turns: an input that fails alone must fail again.
        int first = input.length % TOPICS.size();
        for (String topic : List.of(TOPICS.get(first), topicThatFits(input))) {
            reads++;
            Decoded decoded =
                    intake.decode(new RawRecord(topic, 0, reads, 1_780_000_000_000L, input, input, input, null), -1);
            if (decoded instanceof Decoded.Refused refused && refused.reason() == null) {
                throw new IllegalStateException("refused without a reason");
            }
            taken |= !(decoded instanceof Decoded.Refused);
        }
        return taken;
    }

    private static String topicThatFits(byte[] input) {
        return TOPICS.get((input.length == 0 ? 0 : input[input.length / 2] & 0xFF) % TOPICS.size());
    }

    @Override
    public long asked() {
        return 1_000_000;
    }
}
