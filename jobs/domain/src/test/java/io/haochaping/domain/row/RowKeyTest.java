package io.haochaping.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RowKeyTest {
    private static final long TIME = Instant.parse("2026-10-03T01:15:30Z").toEpochMilli();
    private static final Dimensions AT =
            new Dimensions("440100000000", "11440100007482532L", "hall-1", "item-1", "web", "");

    private final ByteWriter out = new ByteWriter(16);

    @Test
    void anHourLeafReadsAsTheContractSays() {
        RowKey row = RowKey.hour(out, TIME, Part.IN_TIME, AT, "builtin-1");

        assertThat(row)
                .hasToString("hour|2026-10-03T09|440100000000|11440100007482532L|hall-1|item-1|web||builtin-1|in-time");
        assertThat(row.parts())
                .isEqualTo(List.of(
                        0,
                        Instant.parse("2026-10-03T01:00:00Z").toEpochMilli(),
                        "440100000000",
                        "11440100007482532L",
                        "hall-1",
                        "item-1",
                        "web",
                        "",
                        "builtin-1"));
        assertThat(row.time()).isEqualTo(Instant.parse("2026-10-03T01:00:00Z").toEpochMilli());
        assertThat(RowKey.hour(out, TIME, Part.DATED_CORRECTION, AT, "v"))
                .hasToString(
                        "hour|2026-10-03T09|440100000000|11440100007482532L|hall-1|item-1|web||v|dated-correction");
    }

    @Test
    void aMinuteReadsAsTheContractSays() {
        RowKey row = RowKey.minute(out, TIME, AT);

        assertThat(row).hasToString("minute|2026-10-03T09:15|440100000000|11440100007482532L|web");
        assertThat(row.time()).isEqualTo(Instant.parse("2026-10-03T01:15:00Z").toEpochMilli());
        assertThat(row.parts()).isEqualTo(List.of(row.time(), "440100000000", "11440100007482532L", "web"));
    }

    @Test
    void aFlagHasTheTimeOfItsRatingAndACellThatOfItsBeginning() {
        RowKey flag = RowKey.suspect(
                out, "two-values", "s", "办件-1", 2, -1L, TIME, "440100000000", "d", "web", "rater", "k1:00");

        assertThat(flag.time()).isEqualTo(TIME).isEqualTo(flag.parts().get(5));
        assertThat(RowKey.cell(out, "rater", "k1:00", 1_790_000_400_000L).time())
                .isEqualTo(1_790_000_400_000L);
    }

    @Test
    void aTagReadsAsTheContractSays() {
        RowKey row = RowKey.tag(out, 20_729, "item-1", "510");

        assertThat(row).hasToString("tag|2026-10-03|item-1|510");
        assertThat(row.time()).isEqualTo(Instant.parse("2026-10-02T16:00:00Z").toEpochMilli());
        assertThat(row.parts()).isEqualTo(List.of(20_729, "item-1", "510"));
    }

    @Test
    void anEquationReadsAsTheContractSays() {
        RowKey row = RowKey.equation(out, "rating.web", 3, "rating");

        assertThat(row).hasToString("equation|rating.web|3|rating");
        assertThat(row.time()).isEqualTo(-1);
        assertThat(row.parts()).isEqualTo(List.of("rating.web", 3, "rating"));
    }

    @Test
    void aBadReviewReadsAsTheContractSays() {
        RowKey row = RowKey.bad(out, "gd", "A1", 2, 1, TIME, AT, "108;109", true);

        assertThat(row)
                .hasToString(
                        "bad|gd|A1|2|1|" + TIME + "|440100000000|11440100007482532L|hall-1|item-1|web|108;109|true");
        assertThat(row.parts())
                .isEqualTo(List.of(
                        "gd",
                        "A1",
                        2,
                        1,
                        TIME,
                        "440100000000",
                        "11440100007482532L",
                        "hall-1",
                        "item-1",
                        "web",
                        "108;109",
                        true));
    }

    @Test
    void aFlagReadsAsTheContractSays() {
        RowKey row = RowKey.flag(out, "unknown-channel", "gbt39046:9");

        assertThat(row).hasToString("flag|unknown-channel|gbt39046:9");
        assertThat(row.parts()).isEqualTo(List.of("unknown-channel", "gbt39046:9"));
        assertThat(row.kind()).isEqualTo(RowKind.FLAG);
    }

    @Test
    void barsAndBackslashesInsideAPartAreEscaped() {
        assertThat(RowKey.flag(out, "a|b", "c\\d")).hasToString("flag|a\\|b|c\\\\d");
        assertThat(RowKey.flag(out, "a", "b|c").toString())
                .isNotEqualTo(RowKey.flag(out, "a|b", "c").toString());
    }

    @Test
    void equalBytesAreTheSameRow() {
        RowKey row = RowKey.minute(out, TIME, AT);
        RowKey same = RowKey.ofBytes(row.bytes().clone());

        assertThat(same).isEqualTo(row).hasSameHashCodeAs(row).isEqualByComparingTo(row);
        assertThat(same.low()).isEqualTo(row.low());
        assertThat(same.high()).isEqualTo(row.high()).isNotEqualTo(row.low());
        assertThat(RowKey.minute(out, TIME + 60_000, AT)).isNotEqualTo(row);
    }

    @Test
    void textsAreToldApartWhereverTheyAreSplit() {
        assertThat(RowKey.tag(out, 1, "ab", "c")).isNotEqualTo(RowKey.tag(out, 1, "a", "bc"));
    }

    @Test
    void rowsAreOrderedByKindPartAndTime() {
        TreeSet<RowKey> rows = new TreeSet<>();
        rows.add(RowKey.flag(out, "f", "差"));
        rows.add(RowKey.minute(out, TIME, AT));
        rows.add(RowKey.hour(out, TIME, Part.CORRECTION, AT, "v"));
        rows.add(RowKey.hour(out, TIME + 3_600_000, Part.IN_TIME, AT, "v"));
        rows.add(RowKey.hour(out, TIME, Part.IN_TIME, AT, "v"));

        assertThat(rows.stream().map(RowKey::time))
                .containsExactly(
                        TIME / 3_600_000 * 3_600_000,
                        TIME / 3_600_000 * 3_600_000 + 3_600_000,
                        TIME / 3_600_000 * 3_600_000,
                        TIME / 60_000 * 60_000,
                        -1L);
    }

    @Test
    void codesAreOnTheWireAndNeverChange() {
        assertThat(Part.of(0)).isEqualTo(Part.IN_TIME);
        assertThat(Part.of(3)).isEqualTo(Part.DATED_CORRECTION);
        for (RowKind kind : RowKind.values()) {
            assertThat(RowKind.of(kind.code())).isEqualTo(kind);
        }
        for (Part part : Part.values()) {
            assertThat(Part.of(part.code())).isEqualTo(part);
        }
        assertThatThrownBy(() -> RowKind.of(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> RowKind.of(9)).hasMessageContaining("9");
    }

    @Test
    void theTextOfARowNamesTheRow() {
        ByteWriter out = new ByteWriter(64);
        Dimensions at = new Dimensions("440100000000", "a|b", "\\", "", "办事", "app\\|");
        List<RowKey> rows = List.of(
                RowKey.hour(out, 1_790_000_000_000L, Part.DATED_CORRECTION, at, "builtin-1"),
                RowKey.minute(out, 1_790_000_040_000L, at),
                RowKey.tag(out, 20_000, "item|1", ""),
                RowKey.equation(out, "rating.web", 3, "unread"),
                RowKey.bad(out, "gd", "A|1", 2, 1, 1_790_000_000_123L, at, "510;511", true),
                RowKey.flag(out, "wrong-check-digit", "x\\y"));
        assertThat(rows)
                .allSatisfy(row -> assertThat(RowText.parse(row.toString())).isEqualTo(row))
                .allSatisfy(row -> assertThat(written(row)).isEqualTo(row.toString()));
    }

    /** Behind what stands there already. */
    private static String written(RowKey row) {
        ByteWriter out = new ByteWriter(64);
        out.writeByte('>');
        RowText.write(row, out);
        String text = new String(out.toBytes(), StandardCharsets.UTF_8);
        assertThat(text).startsWith(">");
        return text.substring(1);
    }

    @Test
    void aTextThatNamesNoRowIsRefusedWithTheReason() {
        refused("week|2026-10-03|a|b", "begins with hour, minute, tag");
        refused("tag|2026-10-03|a", "has 3 parts behind its kind, not 2");
        refused("tag|yesterday|a|b", "cannot be read");
        refused("minute|2026-10-03|a|b|c", "has no hour");
        refused("equation|rating.web|x|rating", "cannot be read");
        refused("hour|2026-10-03T09|a|b|c|d|e|f|g|late", "there is no part \"late\"");
    }

    private static void refused(String text, String reason) {
        assertThatThrownBy(() -> RowText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
