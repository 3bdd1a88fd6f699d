package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandReadersTest {
    private static final int RECORDS = 25_000;

    private static final List<Field> FIELDS = Arrays.stream(Sent.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .toList();

    private final ByteWriter buffer = new ByteWriter(256);
    private final Normaliser normaliser = new Normaliser(Limits.STANDARD, RuleBook.builtIn());

    @ParameterizedTest
    @EnumSource(names = {"RATING", "CASE_EVENT"})
    void aHandReaderReadsWhatTheLibraryReads(RecordType type) {
        SentReader byHand = byHand(type);
        SentReader byLibrary = byLibrary(type);
        assertThat(byHand).isNotInstanceOf(ResolvingReader.class);
        RandomRecords records = new RandomRecords(type.ordinal());
        AvroForm form = new AvroForm(type.ordinal());
        int received = 0;
        for (int i = 0; i < RECORDS; i++) {
            GenericRecord record = records.next(type);
            byte[] message = form.singleObject(record);
            Sent one = read(byHand, message);
            Sent other = read(byLibrary, message);

            assertThat(fields(one)).as("%s %d", type, i).isEqualTo(fields(other));
            assertThat(one.content(buffer)).isEqualTo(other.content(buffer));
            Fact fact = fact(one);
            assertThat(fact).isEqualTo(fact(other));
            received += fact == null ? 0 : 1;
        }
        assertThat(received).as("records that are facts").isGreaterThan(RECORDS / 3);
    }

    /** Every field by its name. */
    private static Map<String, Object> fields(Sent sent) {
        Map<String, Object> fields = new HashMap<>();
        for (Field field : FIELDS) {
            Object value = valueOf(field, sent);
            fields.put(
                    field.getName(),
                    value instanceof String[] texts
                            ? List.of(texts)
                            : value instanceof long[] times ? Arrays.toString(times) : value);
        }
        return fields;
    }

    private static Object valueOf(Field field, Sent sent) {
        try {
            return field.get(sent);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    static SentReader byHand(RecordType type) {
        return new WriterSchemas(SchemaCatalog.released(), Map.of())
                .byFingerprint(first(type).fingerprint())
                .reader();
    }

    static SentReader byLibrary(RecordType type) {
        return new ResolvingReader(first(type), new AvroCursor());
    }

    private static ReleasedSchema first(RecordType type) {
        return SchemaCatalog.released().all().stream()
                .filter(schema -> schema.type() == type && schema.version() == 1)
                .findFirst()
                .orElseThrow();
    }

    private static Sent read(SentReader reader, byte[] message) {
        Sent sent = new Sent();
        sent.namesPersons = true;
        reader.read(message, SingleObjectEncoding.BODY_OFFSET, sent);
        return sent;
    }

    private Fact fact(Sent sent) {
        RawRecord raw = Door.raw("rating.web", Sample.AT, new byte[0], null);
        return normaliser.refusal(sent, Sample.AT, true) == null ? normaliser.toFact(sent, raw, Sample.AT) : null;
    }
}
