package io.haochaping.produce.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.haochaping.produce.say.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a mapping file, and how what may not is told. */
class MappingFileTest {
    static final String RATING = """
            records:
              - kind: rating
                fields:
                  caseNumber: no
                  codeSystem: {constant: platform}
                  level: lv
                  ratedAt: {column: at, time: "yyyy-MM-dd HH:mm:ss"}
            """;

    static final String WORK_ORDER = """
            records:
              - kind: workorder
                fields:
                  caseNumber: no
                  codeSystem: {constant: platform}
                  step: {constant: OPENED}
                  at: {column: at, time: "yyyy-MM-dd HH:mm:ss"}
            """;

    @Test
    void aSeverityNeedsTheDayFromWhichTheJobTakesItAndTheDayASeverity() throws Exception {
        String telling = WORK_ORDER + "      severity: sv\n";

        assertThat(read("severity-known-from: 2027-01-01\n" + telling).laterVersionFromMillis())
                .as("midnight in Asia/Shanghai")
                .isEqualTo(Instant.parse("2026-12-31T16:00:00Z").toEpochMilli());
        assertThat(read(WORK_ORDER).laterVersionFrom()).isEmpty();
        refused(telling, "line 1: a severity needs severity-known-from at the top", "work-order-event|2|DAY");
        refused(
                "severity-known-from: 2027-01-01\n" + WORK_ORDER,
                "line 1: severity-known-from is said, and no record fills severity");
        refused("severity-known-from: soon\n" + telling, "line 1: severity-known-from is a day such as 2027-01-01");
        refused(RATING + "      severity: sv\n", "line 8: \"severity\" is no key here");
    }

    @Test
    void aShortMappingNamesTheColumnsItAsksFor() throws Exception {
        Mapping mapping = read(RATING);

        assertThat(mapping.columns()).containsExactly("at", "lv", "no");
        assertThat(mapping.kinds()).containsExactly(RecordKind.RATING);
        assertThat(mapping.hasFirstAppend()).isFalse();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithItsLine() {
        refused(
                RATING.replace("level: lv", "levle: lv").replace("at, time:", "at, tiem:") + "zoen: Asia/Shanghai\n",
                "line 3: a rating needs the field level",
                "line 6: \"levle\" is no key here; meant was perhaps level",
                "line 7: \"tiem\" is no key here; meant was perhaps time",
                "line 8: \"zoen\" is no key here; meant was perhaps zone");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        refused(RATING + "      level: other\n", "line 8: \"level\" stands twice");
        refused(RATING + "zone: Asia/Shanghai\nzone: UTC\n", "line 9: \"zone\" stands twice");
    }

    @Test
    void aFieldOfTheWrongKindOfRecordIsRefused() {
        refused(RATING.replace("kind: rating", "kind: ratings"), "line 2: there is no kind \"ratings\"");
        refused(RATING + "      exclusionId: x\n", "line 8: \"exclusionId\" is no key here");
    }

    @Test
    void aTimeNeedsAFormThatSaysADay() {
        refused(RATING.replace(", time: \"yyyy-MM-dd HH:mm:ss\"", ""), "line 7: ratedAt is a time: say with time how");
        refused(RATING.replace("yyyy-MM-dd HH:mm:ss", "HH:mm"), "line 7: \"HH:mm\" is no form of a time");
        refused(RATING.replace("yyyy-MM-dd HH:mm:ss", "jjjj-MM-tt"), "line 7: \"jjjj-MM-tt\" is no form of a time");
    }

    @Test
    void aCodeTableSaysWhatHappensToOtherCodes() {
        refused(
                RATING.replace("level: lv", "level: {column: lv, codes: {A: \"5\"}}"),
                "line 6: level: say with unmapped");
        refused(
                RATING.replace("level: lv", "level: {column: lv, codes: {A: \"5\"}, unmapped: guess}"),
                "line 6: level: say with unmapped");
    }

    @Test
    void aConstantHasToBeAValueOfItsField() {
        refused(RATING + "      ordinal: {constant: first}\n", "line 8: \"first\" is no value of ordinal");
        refused(RATING + "      isDefault: {constant: ja}\n", "line 8: \"ja\" is no value of isDefault");
        refused(
                RATING.replace("constant: platform", "constant: platfrom"),
                "line 5: there is no code system \"platfrom\"");
    }

    @Test
    void aStepHasToBeOneOfTheSchema() {
        String event = """
                records:
                  - kind: case
                    fields:
                      caseNumber: no
                      codeSystem: {constant: platform}
                      kind: {constant: ACEPTED}
                      at: {column: at, time: epoch-millis}
                """;

        refused(event, "line 6: \"ACEPTED\" is no value of kind: ACCEPTED, SERVED, COMPLETED");
        refused(event.replace("ACEPTED", "UNKNOWN"), "\"UNKNOWN\" is no value of kind");
        refused(
                event.replace("ACEPTED", "SERVED") + "      promised.amount: d\n",
                "line 8: promised.amount needs promised.unit");
    }

    @Test
    void columnsWithoutAHeaderLineAreNamedInTheMapping() throws Exception {
        assertThat(read("columns: [no, lv, at]\n" + RATING).header()).containsExactly("no", "lv", "at");
        refused("columns: [no, lw, at]\n" + RATING, "line 1: column \"lv\" is used below and not named here (lw ?)");
        refused("columns: [no, lv, at, no]\n" + RATING, "line 1: a column is named twice");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        refused("records:\n  - kind: [rating\n", "line 3: not YAML");
        refused("", "says nothing");
        refused("42\n", "expected key: value lines");
    }

    @Test
    void aMappingFileThatIsNotThereOrNotTextIsToldAsThat(@org.junit.jupiter.api.io.TempDir Path folder)
            throws Exception {
        assertThatThrownBy(() -> MappingFile.read(folder.resolve("m.yaml")))
                .hasMessageContaining("no such mapping file");
        assertThatThrownBy(() -> MappingFile.read(folder)).hasMessageContaining("is a directory");
        Path gbk = Files.write(folder.resolve("gbk.yaml"), "records: 评价\n".getBytes("GBK"));
        assertThatThrownBy(() -> MappingFile.read(gbk)).hasMessageContaining("save the mapping file as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aMappingThatWasBrokenAnywhereIsReadOrRefusedInSentences(long seed) {
        Random random = new Random(seed);
        String whole = RATING + "      tags: {columns: [t1, t2], separator: \"|\", codes: {a: b}, unmapped: as-sent}\n"
                + "    when: {column: x, in: [1, 2]}\nzone: UTC\nmissing: [\"-\"]\n";
        String signs = "{}[]:,-\n \"'&*!|>%@#?\t\0é";
        for (int round = 0; round < 400; round++) {
            StringBuilder broken = new StringBuilder(whole);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.deleteCharAt(at);
                    case 1 -> broken.insert(at, signs.charAt(random.nextInt(signs.length())));
                    default -> broken.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
                }
            }
            Throwable thrown = catchThrowable(() -> read(broken.toString()));
            if (thrown != null) {
                assertThat(thrown).as(broken.toString()).isInstanceOf(Refusal.class);
                assertThat(thrown.getMessage()).doesNotContain("Exception");
            }
        }
    }

    static Mapping read(String text) throws Refusal {
        return MappingFile.read("m.yaml", text, "0".repeat(64));
    }

    private static void refused(String text, String... sentences) {
        Throwable thrown = catchThrowable(() -> read(text));
        assertThat(thrown).as(text).isInstanceOf(Refusal.class);
        assertThat(thrown.getMessage()).contains(sentences);
        assertThat(((Refusal) thrown).exitCode()).isEqualTo(2);
    }
}
