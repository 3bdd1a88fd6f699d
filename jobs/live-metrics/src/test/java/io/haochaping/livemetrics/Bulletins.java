package io.haochaping.livemetrics;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.intake.RawRecord;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Guangdong's published months as records: the fixture of the reference fold, scaled down and rounded up. */
final class Bulletins {
    private static final Path PUBLISHED =
            Path.of("..", "reference-fold", "src", "test", "resources", "bulletins", "guangdong.tsv");
    private static final int PARTITIONS = 2;

    private final long[] offsets = new long[2 * PARTITIONS];
    private final List<RawRecord> records = new ArrayList<>();
    private final String ratings;
    private final String cases;

    private Bulletins(String ratings, String cases) {
        this.ratings = ratings;
        this.cases = cases;
    }

    /** One rating, or completed case without one, for each beginning {@code scale} of the published counts; in the order and with the offsets of their partitions. */
    static List<RawRecord> records(String ratings, String cases, int scale) throws IOException {
        Bulletins bulletins = new Bulletins(ratings, cases);
        for (String line : Files.readAllLines(PUBLISHED)) {
            if (!line.startsWith("#")) {
                bulletins.add(line.split("\t", -1), scale);
            }
        }
        return bulletins.records;
    }

    private void add(String[] line, int scale) {
        long time = ShanghaiTime.startOfDay(LocalDate.parse(line[0] + "-15").toEpochDay())
                + 10 * ShanghaiTime.MILLIS_PER_HOUR;
        for (int level = 5; level >= 1; level--) {
            Map<String, Object> rating = fields();
            rating.put("channel", line[1]);
            rating.put("originApp", line[2]);
            rating.put("level", Integer.toString(level));
            rating.put("ratedAt", time);
            add(ratings, RecordType.RATING, rating, scaled(line[8 - level], scale), time);
        }
        // Eight days before, so that the default of the seventh day falls into the month.
        long completed = time - 8 * ShanghaiTime.MILLIS_PER_DAY;
        Map<String, Object> completion = fields();
        completion.put("kind", "COMPLETED");
        completion.put("at", completed);
        add(cases, RecordType.CASE_EVENT, completion, scaled(line[8], scale), completed);
    }

    private static long scaled(String count, int scale) {
        return (Long.parseLong(count) + scale - 1) / scale;
    }

    private static Map<String, Object> fields() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("handlingRegion", "440100");
        fields.put("handlingDepartment", "11440100007482532L");
        fields.put("codeSystem", "platform");
        return fields;
    }

    private void add(String topic, RecordType type, Map<String, Object> fields, long count, long time) {
        byte[] firstAppend = Long.toString(time).getBytes(StandardCharsets.US_ASCII);
        for (long i = 0; i < count; i++) {
            int partition = records.size() % PARTITIONS;
            fields.put("caseNumber", "C" + records.size());
            long offset = offsets[(topic.equals(ratings) ? 0 : PARTITIONS) + partition]++;
            records.add(new RawRecord(
                    topic, partition, offset, 1_800_000_000_000L, null, message(type, fields), firstAppend, null));
        }
    }

    private static byte[] message(RecordType type, Map<String, Object> fields) {
        GenericRecord record = new GenericData.Record(type.current());
        for (Schema.Field field : type.current().getFields()) {
            Object value = fields.get(field.name());
            boolean isSymbol = field.schema().getType() == Schema.Type.ENUM;
            record.put(
                    field.pos(),
                    value == null
                            ? GenericData.get().getDefaultValue(field)
                            : isSymbol ? new GenericData.EnumSymbol(field.schema(), value) : value);
        }
        return SingleObjectEncoding.encode(record);
    }
}
