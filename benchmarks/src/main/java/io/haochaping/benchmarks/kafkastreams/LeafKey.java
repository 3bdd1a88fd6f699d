package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import java.nio.ByteBuffer;

/**
 * The row that something counts in.
 *
 * @param hour hours since 1970
 * @param dated a default, which counts from its day on
 */
record LeafKey(long hour, boolean dated, Dimensions dimensions) {
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final long SHANGHAI = 8 * HOUR;
    private static final int DAYS_TO_RATE = 7;

    static LeafKey at(long time, Dimensions dimensions) {
        return new LeafKey(Math.floorDiv(time, HOUR), false, dimensions);
    }

    /** The last hour, in Shanghai, of the seventh day after the day of completion. */
    static LeafKey ofDefault(long completedAt, Dimensions dimensions) {
        long day = Math.floorDiv(completedAt + SHANGHAI, DAY);
        long end = (day + DAYS_TO_RATE + 1) * DAY - SHANGHAI;
        return new LeafKey(end / HOUR - 1, true, dimensions.asDefault());
    }

    ByteBuffer toBytes() {
        ByteWriter out = new ByteWriter(128).writeSigned(hour).writeByte(dated ? 1 : 0);
        CaseState.write(dimensions, out);
        return ByteBuffer.wrap(out.toBytes());
    }

    static LeafKey of(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        return new LeafKey(in.readSigned(), in.readByte() == 1, CaseState.readDimensions(in));
    }
}
