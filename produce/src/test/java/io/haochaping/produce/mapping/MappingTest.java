package io.haochaping.produce.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.produce.input.Cell;
import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Row;
import io.haochaping.produce.say.Refusal;
import io.haochaping.schemas.RecordType;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** What a mapping makes of a line. */
class MappingTest {
    private static final long AT = millis("2026-03-04T05:06:07+08:00");

    private final Map<String, Cell> cells =
            new HashMap<>(Map.of("no", Cell.of("BYZW-1"), "lv", Cell.of("5"), "at", Cell.of("2026-03-04 05:06:07")));

    @Test
    void aLineBecomesARecordOfTheCurrentSchema() throws Exception {
        MappedRecord record = only(MappingFileTest.RATING);

        assertThat(record.key()).isEqualTo("BYZW-1");
        assertThat(record.ownTime()).isEqualTo(AT);
        assertThat(record.firstAppend()).isEqualTo(AT);
        assertThat(record.value().get("level")).isEqualTo("5");
        assertThat(record.value().get("ordinal")).as("the schema's own value").isEqualTo(1);
        assertThat(record.value().get("personal")).isNull();
    }

    /** A file that says nothing of a severity goes on to make what every job takes. */
    @Test
    void onlyAFieldOfALaterVersionMakesARecordOfIt() throws Exception {
        cells.put("sv", Cell.of(""));
        String order = MappingFileTest.WORK_ORDER;
        MappedRecord plain = only(order);
        MappedRecord telling = only("severity-known-from: 2027-01-01\n" + order + "      severity: sv\n");

        assertThat(plain.value().getSchema()).isEqualTo(RecordType.WORK_ORDER_EVENT.current());
        assertThat(plain.ofLaterVersion()).isFalse();
        assertThat(telling.value()).as("a line that has nothing to say").isEqualTo(plain.value());
        assertThat(telling.ofLaterVersion()).isFalse();
        cells.put("sv", Cell.of("difficult"));
        telling = only("severity-known-from: 2027-01-01\n" + order + "      severity: sv\n");
        assertThat(telling.value().getSchema()).isEqualTo(RecordType.WORK_ORDER_EVENT.newest());
        assertThat(telling.ofLaterVersion()).isTrue();
        assertThat(telling.value().get("severity")).isEqualTo("difficult");
    }

    @Test
    void levelsAndChannelsGoAsTheyAreSent() throws Exception {
        cells.put("lv", Cell.of(" Five "));

        assertThat(only(MappingFileTest.RATING).value().get("level")).isEqualTo(" Five ");
    }

    @Test
    void timesAreReadInTheZoneOfTheMappingAndInAnyOfTheirForms() throws Exception {
        String forms = MappingFileTest.RATING.replace(
                "\"yyyy-MM-dd HH:mm:ss\"",
                "[\"yyyy-MM-dd HH:mm:ss\", \"yyyyMMdd'T'HHmmss\", iso, yyyy-MM-dd, epoch-seconds]");
        for (String written : List.of("2026-03-04 05:06:07", "20260304T050607", "2026-03-03T21:06:07Z", "1772571967")) {
            cells.put("at", Cell.of(written));
            assertThat(only(forms).ownTime()).as(written).isEqualTo(AT);
        }
        cells.put("at", Cell.of("2026-03-04"));
        assertThat(only(forms).ownTime()).isEqualTo(millis("2026-03-04T00:00:00+08:00"));
        cells.put("at", Cell.of("2026-03-03 21:06:07"));
        assertThat(only(forms + "zone: UTC\n").ownTime()).isEqualTo(AT);
    }

    @Test
    void theThirtiethOfFebruaryIsNoTime() {
        cells.put("at", Cell.of("2026-02-30 05:06:07"));

        refused(MappingFileTest.RATING, "not-a-time", "at");
    }

    @Test
    void anEmptyColumnIsRefusedWhereTheFieldNeedsAValue() throws Exception {
        cells.put("lv", Cell.of("  "));
        refused(MappingFileTest.RATING, "missing-value", "lv");
        cells.put("lv", Cell.of("NULL"));
        refused(MappingFileTest.RATING + "missing: [\"NULL\"]\n", "missing-value", "lv");
        assertThat(only(MappingFileTest.RATING.replace("level: lv", "level: {column: lv, default: \"3\"}")
                                + "missing: [\"NULL\"]\n")
                        .value()
                        .get("level"))
                .isEqualTo("3");
    }

    @Test
    void aCodeThatIsNotInTheTableGoesThroughOrIsRefusedAsDeclared() throws Exception {
        String table =
                MappingFileTest.RATING.replace("level: lv", "level: {column: lv, codes: {很好: \"5\"}, unmapped: %s}");
        cells.put("lv", Cell.of("很好"));
        assertThat(only(table.formatted("refuse")).value().get("level")).isEqualTo("5");
        cells.put("lv", Cell.of("好"));
        refused(table.formatted("refuse"), "unknown-code", "lv");
        assertThat(only(table.formatted("as-sent")).value().get("level")).isEqualTo("好");
    }

    @Test
    void aListIsCutAtItsSeparatorOrTakenAsTheFormatHasIt() throws Exception {
        String tags = MappingFileTest.RATING + "      tags: {columns: [t, u], separator: \"|\"}\n";
        cells.put("t", Cell.of("510| 517 ||"));
        cells.put("u", Cell.of(List.of("411", "")));

        assertThat(only(tags).value().get("tags")).isEqualTo(List.of("510", "517", "411"));
    }

    @Test
    void theFirstColumnThatIsNotEmptyCountsUnlessTheyAreJoined() throws Exception {
        cells.put("day", Cell.of("2026-03-04"));
        cells.put("time", Cell.of("05:06:07"));
        String joined = MappingFileTest.RATING
                .replace("column: at", "columns: [day, time], join: \" \"")
                .replace("caseNumber: no", "caseNumber: {columns: [alt, no]}");
        cells.put("alt", Cell.NOTHING);

        assertThat(only(joined).ownTime()).isEqualTo(AT);
        assertThat(only(joined).key()).isEqualTo("BYZW-1");
    }

    @Test
    void aNumberThatASpreadsheetRoundedIsRefusedAndFreeTextIsNot() throws Exception {
        cells.put("no", Cell.of("4.40106E+17"));
        refused(MappingFileTest.RATING, "rounded-by-spreadsheet", "no");
        cells.put("no", Cell.of("BYZW-1"));
        cells.put("text", Cell.of("4.40106E+17"));
        GenericRecord personal = (GenericRecord) only(MappingFileTest.RATING + "      personal.text: text\n")
                .value()
                .get("personal");
        assertThat(personal.get("text")).isEqualTo("4.40106E+17");
    }

    @Test
    void oneLineMakesAsManyRecordsAsHoldOrNoneIfOneOfThemCannotBeMade() throws Exception {
        String events = """
                records:
                  - kind: case
                    when: at
                    fields: {caseNumber: no, codeSystem: {constant: platform}, kind: {constant: ACCEPTED},
                             at: {column: at, time: "yyyy-MM-dd HH:mm:ss"}}
                  - kind: case
                    when: {column: state, in: ["99"]}
                    fields: {caseNumber: no, codeSystem: {constant: platform}, kind: {constant: COMPLETED},
                             at: {column: done, time: "yyyy-MM-dd HH:mm:ss"}}
                """;
        cells.put("state", Cell.of("20"));
        cells.put("done", Cell.of("nonsense"));
        assertThat(map(events)).hasSize(1);
        cells.put("state", Cell.of("99"));
        refused(events, "not-a-time", "done");
        cells.put("done", Cell.of("2026-03-05 00:00:00"));
        assertThat(map(events)).hasSize(2);
        cells.put("at", Cell.NOTHING);
        cells.put("state", Cell.NOTHING);
        assertThat(map(events)).isEmpty();
    }

    @Test
    void spansAndLimitsAreMadeOfTheirParts() throws Exception {
        String event = """
                records:
                  - kind: case
                    fields:
                      caseNumber: no
                      codeSystem: {constant: platform}
                      kind: {column: step, codes: {J: COMPLETED}, unmapped: refuse}
                      at: {column: at, time: "yyyy-MM-dd HH:mm:ss"}
                      promised.amount: days
                      promised.unit: {column: unit, codes: {"1": WORKING_DAY}, unmapped: refuse}
                      specialProcedures.from: {column: from, separator: ";", time: epoch-millis}
                      specialProcedures.to: {column: to, separator: ";", time: epoch-millis}
                """;
        cells.putAll(Map.of(
                "step",
                Cell.of("J"),
                "days",
                Cell.of("5"),
                "unit",
                Cell.of("1"),
                "from",
                Cell.of("1;3"),
                "to",
                Cell.of("2;4")));
        GenericRecord value = only(event).value();

        assertThat(value.get("kind")).hasToString("COMPLETED");
        assertThat(value.get("promised")).hasToString("{\"amount\": 5, \"unit\": \"WORKING_DAY\"}");
        assertThat((List<?>) value.get("specialProcedures")).hasSize(2);
        cells.put("to", Cell.of("2"));
        refused(event, "list-mismatch", "to");
        cells.put("to", Cell.of("2;4"));
        cells.put("unit", Cell.NOTHING);
        refused(event, "missing-value", "unit");
        cells.put("days", Cell.NOTHING);
        assertThat(only(event).value().get("promised")).isNull();
    }

    @Test
    void theFirstAppendTimeIsItsOwnColumnOrElseTheOwnTime() throws Exception {
        String copied = MappingFileTest.RATING + "first-append: {column: got, time: epoch-millis}\n";
        cells.put("got", Cell.of("1790000000000"));
        assertThat(only(copied).firstAppend()).isEqualTo(1_790_000_000_000L);
        cells.put("got", Cell.NOTHING);
        assertThat(only(copied).firstAppend()).isEqualTo(AT);
    }

    private List<MappedRecord> map(String mapping) throws Refusal, Fault {
        Row row = column -> cells.getOrDefault(column, Cell.NOTHING);
        return MappingFileTest.read(mapping).map(row);
    }

    private MappedRecord only(String mapping) throws Refusal, Fault {
        List<MappedRecord> records = map(mapping);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private void refused(String mapping, String reason, String column) {
        assertThatThrownBy(() -> map(mapping)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.reason().code()).isEqualTo(reason);
            assertThat(fault.column()).isEqualTo(column);
        });
    }

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }
}
