package io.haochaping.livemetrics;

import io.haochaping.intake.RawRecord;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Ratings and re-ratings of a plan in a code system that nothing but a rules file declares, counted from the bytes without the door: those appended before a day, and those behind it whose level
 * is one of 1 to 5.
 */
record UndeclaredRatings(long before, long behind) {
    /** As the traffic writes it. */
    static final String SYSTEM = "city-2009";

    private static final String LEVELS = "12345";

    static UndeclaredRatings of(TrafficPlan plan, LocalDate knownFrom) {
        long first =
                knownFrom.atStartOfDay(ZoneId.of("Asia/Shanghai")).toInstant().toEpochMilli();
        long before = 0;
        long behind = 0;
        for (List<RawRecord> partition : Plans.rawRecords(plan).values()) {
            long appended = Long.MIN_VALUE;
            for (RawRecord raw : partition) {
                GenericRecord tick = read(raw, RecordType.TICK);
                if (tick != null) {
                    appended = Math.max(appended, (long) tick.get("at"));
                }
                GenericRecord rating = rating(raw);
                if (rating != null && Math.max(appended, firstAppend(raw)) < first) {
                    before++;
                } else if (rating != null && LEVELS.contains(rating.get("level").toString())) {
                    behind++;
                }
            }
        }
        return new UndeclaredRatings(before, behind);
    }

    private static GenericRecord rating(RawRecord raw) {
        GenericRecord read = raw.topic().startsWith("rating.") ? read(raw, RecordType.RATING) : null;
        if (raw.topic().startsWith("workorder")) {
            GenericRecord step = read(raw, RecordType.WORK_ORDER_EVENT);
            read = step != null && step.get("step").toString().equals("RERATED") ? step : null;
        }
        return read != null && read.get("codeSystem").toString().equals(SYSTEM) ? read : null;
    }

    private static long firstAppend(RawRecord raw) {
        return Long.parseLong(new String(raw.firstAppend(), StandardCharsets.US_ASCII));
    }

    /** Null for a record of another kind, or none. */
    private static GenericRecord read(RawRecord raw, RecordType type) {
        byte[] value = raw.value();
        if (value == null
                || !SingleObjectEncoding.matches(value)
                || SingleObjectEncoding.fingerprint(value)
                        != SchemaNormalization.parsingFingerprint64(type.current())) {
            return null;
        }
        int body = SingleObjectEncoding.BODY_OFFSET;
        try {
            return new GenericDatumReader<GenericRecord>(type.current())
                    .read(null, DecoderFactory.get().binaryDecoder(value, body, value.length - body, null));
        } catch (IOException | RuntimeException broken) {
            return null;
        }
    }
}
