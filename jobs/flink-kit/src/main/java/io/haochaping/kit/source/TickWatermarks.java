package io.haochaping.kit.source;

import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
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
    private final TickTimes ticks;

    private TickWatermarks(TickTimes ticks) {
        this.ticks = ticks;
    }

    /** Makes a generator per partition. */
    static final class OfSubtask implements WatermarkGeneratorSupplier<RawRecord> {
        private static final long serialVersionUID = 1L;
        private final Decisions decisions;
        private transient TickTimes ticks;

        OfSubtask(Decisions decisions) {
            this.decisions = decisions;
        }

        @Override
        public WatermarkGenerator<RawRecord> createWatermarkGenerator(Context context) {
            if (ticks == null) {
                ticks = new TickTimes(decisions);
            }
            return new TickWatermarks(ticks);
        }
    }

    @Override
    public void onEvent(RawRecord raw, long timestamp, WatermarkOutput output) {
        long time = ticks.of(raw);
        if (time != TickTimes.NONE) {
            output.emitWatermark(new Watermark(time - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Ticks alone move the watermark.
    }
}
