package io.haochaping.domain.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.table.ByteTable;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowCodecTest {
    private static final RowKey ROW = RowKey.flag(new ByteWriter(64), "flag", "subject");
    private static final RowKey OTHER = RowKey.flag(new ByteWriter(64), "flag", "");
    private static final Tally SOME = new TallyAccumulator()
            .add(Figure.LEVEL_1, 3)
            .add(Figure.RECORDS, -70_000_000_000L)
            .toTally();

    private final ByteTable table = new ByteTable();
    private final RowCodec codec = new RowCodec();

    @Test
    void whatIsWrittenIsReadAgainAndAZeroIsNoRow() {
        codec.write(table, ROW, SOME);
        codec.write(table, OTHER, Tally.of(Figure.RECORDS, 1));
        assertThat(codec.read(table, ROW)).isEqualTo(SOME);
        Map<RowKey, Tally> all = new HashMap<>();
        codec.forEach(table, all::put);
        assertThat(all).isEqualTo(Map.of(ROW, SOME, OTHER, Tally.of(Figure.RECORDS, 1)));

        codec.write(table, ROW, Tally.ZERO);
        codec.write(table, ROW, Tally.ZERO);
        assertThat(codec.read(table, ROW)).isEqualTo(Tally.ZERO);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void aRowUnderTheHashOfAnotherIsRefused() {
        codec.write(table, ROW, SOME);
        ByteTable wrong = new ByteTable();
        table.forEach((high, low, bytes, offset, count) -> wrong.put(OTHER.high(), OTHER.low(), bytes, offset, count));

        assertThatThrownBy(() -> codec.read(wrong, OTHER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two rows of kind FLAG share one 128-bit hash");
    }
}
