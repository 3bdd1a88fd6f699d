package io.haochaping.kit.source;

import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * The watermark of a partition is its last valid tick: everything behind it was appended at T or later. It decides when state may be purged, never what is counted.
 *
 * <p>No idleness: a partition that is skipped while it lags would let state go that its records still need. Quiet partitions have ticks.
 */
final class TickWatermarks implements WatermarkGenerator<RawRecord> {
    private static final Set<Long> TICKS = SchemaCatalog.released().all().stream()
            .filter(schema -> schema.type() == RecordType.TICK)
            .map(ReleasedSchema::fingerprint)
            .collect(Collectors.toUnmodifiableSet());

    private final Intake intake;

    private TickWatermarks(Intake intake) {
        this.intake = intake;
    }

    /**
     * Makes a generator per partition. All of one subtask share a door: one of their own each would check every schema against every other once per partition, a second of work
     * before the first record.
     */
    static final class OfSubtask implements WatermarkGeneratorSupplier<RawRecord> {
        private static final long serialVersionUID = 1L;
        private final Decisions decisions;
        private transient Intake intake;

        OfSubtask(Decisions decisions) {
            this.decisions = decisions;
        }

        @Override
        public WatermarkGenerator<RawRecord> createWatermarkGenerator(Context context) {
            if (intake == null) {
                intake = decisions.newTickIntake();
            }
            return new TickWatermarks(intake);
        }
    }

    @Override
    public void onEvent(RawRecord raw, long timestamp, WatermarkOutput output) {
        byte[] value = raw.value();
        boolean tick = value != null
                && SingleObjectEncoding.matches(value)
                && TICKS.contains(SingleObjectEncoding.fingerprint(value));
        if (tick && intake.decode(raw, -1) instanceof Decoded.Ticked read && read.valid()) {
            output.emitWatermark(new Watermark(read.time() - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Ticks alone move the watermark.
    }
}
