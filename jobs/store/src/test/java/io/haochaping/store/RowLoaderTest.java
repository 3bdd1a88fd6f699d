package io.haochaping.store;

import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowLoaderTest {
    private final Database database = Database.ofItsOwn();
    private Connection connection;
    private RowLoader loader;

    @BeforeEach
    void connect() throws Exception {
        connection = database.address().connect();
        loader = new RowLoader(connection, database.address().schema());
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void aRowIsReadBackAsItWasWritten() throws Exception {
        RowKey leaf = Rows.hour(NINE, "department-1");
        Tally figures = tally(Figure.LEVEL_5, 3, Figure.CALENDAR_BUCKETS + 60, -2, Figure.CALENDAR_SECONDS, 60);

        apply(7, new RowUpdate(leaf, figures, Tally.ZERO));

        assertThat(stored()).containsExactly(Map.entry(leaf, figures));
        assertThat(database.rows("select department, level_5, level_4, calendar_buckets, calendar_counts,"
                        + " working_buckets, part, epoch from $.hour_leaf"))
                .containsExactly("department-1|3|-|{60}|{-2}|-|0|7");
    }

    @Test
    void itTellsWhichLeavesWereWrittenAndStand() throws Exception {
        RowKey stays = Rows.hour(NINE, "stays");
        RowKey goes = Rows.hour(NINE, "goes");
        apply(
                1,
                new RowUpdate(stays, tally(Figure.LEVEL_5, 1), Tally.ZERO),
                new RowUpdate(goes, tally(Figure.LEVEL_5, 1), Tally.ZERO));
        RowLoader next = new RowLoader(connection, database.address().schema());

        next.apply(
                List.of(
                        new RowUpdate(stays, tally(Figure.LEVEL_5, 2), tally(Figure.LEVEL_5, 1)),
                        new RowUpdate(goes, Tally.ZERO, tally(Figure.LEVEL_5, 1)),
                        new RowUpdate(Rows.hour(NINE, "is-new"), tally(Figure.LEVEL_5, 1), Tally.ZERO),
                        new RowUpdate(Rows.minute(NINE, "stays", "web"), tally(Figure.LEVEL_5, 1), Tally.ZERO)),
                2);
        connection.commit();

        assertThat(next.leaves().stream().map(UUID::toString).sorted())
                .hasSize(2)
                .containsExactlyElementsOf(database.rows("select id from $.hour_leaf order by id"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rowsOfEveryKindAndWithAwkwardTextFollowTheirUpdates(long seed) throws Exception {
        Random random = new Random(seed);
        SortedMap<RowKey, Tally> expected = new TreeMap<>();
        for (int epoch = 1; epoch <= 5; epoch++) {
            List<RowUpdate> updates = new ArrayList<>();
            for (RowKey known : List.copyOf(expected.keySet())) {
                if (random.nextInt(3) == 0) {
                    Tally after = random.nextBoolean() ? Tally.ZERO : Rows.randomTally(random, known.kind());
                    updates.add(new RowUpdate(known, after, expected.get(known)));
                }
            }
            for (int i = 0; i < 300; i++) {
                RowKey key = Rows.randomKey(random);
                updates.add(new RowUpdate(key, Rows.randomTally(random, key.kind()), Tally.ZERO));
            }
            loader.apply(updates, epoch);
            connection.commit();
            for (RowUpdate update : updates) {
                expected.put(update.key(), update.after());
                expected.values().removeIf(Tally::isZero);
            }
            assertThat(stored()).isEqualTo(expected);
        }
        assertThat(StoredRows.changedByHand(connection, database.address().schema()))
                .isEmpty();
    }

    @Test
    void twoTextsThatDifferInANulAloneStayTwoRows() throws Exception {
        RowKey nul = Rows.flag("unknown-channel", "a\0");
        RowKey sign = Rows.flag("unknown-channel", "a\u2400");

        apply(
                1,
                new RowUpdate(nul, tally(Figure.RECORDS, 1), Tally.ZERO),
                new RowUpdate(sign, tally(Figure.RECORDS, 2), Tally.ZERO));

        assertThat(stored()).containsEntry(nul, tally(Figure.RECORDS, 1)).containsEntry(sign, tally(Figure.RECORDS, 2));
    }

    /** New, it goes into its table; changed, it goes by the stage. */
    @Test
    void codesMayHoldAnyCharacter() throws Exception {
        List<RowKey> leaves = Stream.of(
                        "a\tb",
                        "a\nb\rc",
                        "\\N",
                        "a\0b",
                        "a\u2400b",
                        "\u241B",
                        "a\u2014b",
                        "部门|\\",
                        "\uD83D\uDE00",
                        " ")
                .map(code -> RowKey.hour(
                        new ByteWriter(64), NINE, Part.IN_TIME, new Dimensions(code, code, "", code, "web", ""), "v"))
                .toList();
        for (int level = 1; level <= 2; level++) {
            Tally after = tally(Figure.LEVEL_5, level);
            Tally before = level == 1 ? Tally.ZERO : tally(Figure.LEVEL_5, 1);
            apply(
                    level,
                    leaves.stream()
                            .map(leaf -> new RowUpdate(leaf, after, before))
                            .toArray(RowUpdate[]::new));

            assertThat(stored()).hasSize(leaves.size()).containsOnlyKeys(leaves).containsValue(after);
            assertThat(StoredRows.changedByHand(connection, database.address().schema()))
                    .isEmpty();
        }
    }

    @Test
    void anHourOfTheYear10000IsWrittenLikeAnyOther() throws Exception {
        RowKey leaf = Rows.hour(253_402_300_800_000L, "department-1");

        apply(1, new RowUpdate(leaf, tally(Figure.GENERATED_DEFAULTS, 1), Tally.ZERO));

        assertThat(stored()).containsOnlyKeys(leaf);
    }

    @Test
    void aRowThatBecameZeroIsGone() throws Exception {
        RowKey leaf = Rows.hour(NINE, "department-1");
        apply(1, new RowUpdate(leaf, tally(Figure.LEVEL_5, 1), Tally.ZERO));
        apply(2, new RowUpdate(leaf, Tally.ZERO, tally(Figure.LEVEL_5, 1)));

        assertThat(database.one("select count(*) from $.hour_leaf")).isEqualTo("0");
    }

    @Test
    void anUpdateReplacesAllFigures() throws Exception {
        RowKey leaf = Rows.hour(NINE, "department-1");
        apply(1, new RowUpdate(leaf, tally(Figure.LEVEL_5, 1, Figure.VOIDS, 2, Figure.WORKING_BUCKETS, 1), Tally.ZERO));
        apply(2, new RowUpdate(leaf, tally(Figure.LEVEL_4, 1), Tally.ZERO));

        assertThat(database.rows(
                        "select level_5, level_4, voids, working_buckets, working_counts, epoch from $.hour_leaf"))
                .containsExactly("-|1|-|-|-|2");
    }

    @Test
    void ofTwoUpdatesOfOneRowTheLaterHolds() throws Exception {
        RowKey leaf = Rows.hour(NINE, "department-1");
        apply(
                1,
                new RowUpdate(leaf, Tally.ZERO, Tally.ZERO),
                new RowUpdate(leaf, tally(Figure.LEVEL_4, 1), Tally.ZERO));
        apply(
                2,
                new RowUpdate(leaf, tally(Figure.LEVEL_4, 2), Tally.ZERO),
                new RowUpdate(leaf, tally(Figure.LEVEL_4, 3), Tally.ZERO));

        assertThat(stored()).containsExactly(Map.entry(leaf, tally(Figure.LEVEL_4, 3)));
    }

    @Test
    void aNewMinuteStandsAsItWouldByAMerge() throws Exception {
        RowKey minute = Rows.minute(NINE + 60_000, "department|1\\", "web");
        Tally figures = tally(Figure.LEVEL_5, 3, Figure.CALENDAR_SECONDS, 60);
        apply(7, new RowUpdate(minute, figures, Tally.ZERO));
        List<String> copied = database.rows("select * from $.minute_row");
        apply(8, new RowUpdate(minute, Tally.ZERO, figures));
        // Not new: it is said to have had figures before, and so it is merged.
        apply(7, new RowUpdate(minute, figures, figures));

        assertThat(database.rows("select * from $.minute_row")).isEqualTo(copied);
        assertThat(stored()).containsExactly(Map.entry(minute, figures));
    }

    @Test
    void aMinuteThatNoCutHasWrittenIsReplacedByTheCutThatHasIt() throws Exception {
        RowKey one = Rows.minute(NINE, "department-1", "web");
        RowKey other = Rows.minute(NINE, "department-2", "web");
        apply(1, new RowUpdate(one, tally(Figure.LEVEL_1, 9), Tally.ZERO));

        apply(
                2,
                new RowUpdate(other, tally(Figure.LEVEL_4, 1), Tally.ZERO),
                new RowUpdate(one, tally(Figure.LEVEL_5, 1), Tally.ZERO));

        assertThat(stored())
                .containsEntry(one, tally(Figure.LEVEL_5, 1))
                .containsEntry(other, tally(Figure.LEVEL_4, 1))
                .hasSize(2);
    }

    @Test
    void theIdOfARowIsFoundInSqlByItsText() throws Exception {
        RowKey leaf = RowKey.hour(
                new ByteWriter(64),
                NINE,
                Part.DATED_CORRECTION,
                new Dimensions("440100000000", "部|门\\", "", "item", "web", ""),
                "builtin-1");
        apply(1, new RowUpdate(leaf, tally(Figure.LEVEL_5, 1), Tally.ZERO));

        String text = "'hour|2026-10-03T09|440100000000|部\\|门\\\\||item|web||builtin-1|dated-correction'";
        assertThat(leaf.toString()).isEqualTo(text.substring(1, text.length() - 1));
        String hours = Integer.toHexString((int) (NINE / 3_600_000));
        assertThat(database.rows("select department from $.hour_leaf where id = (lpad('" + hours + "', 8, '0')"
                        + " || left(encode(sha256(convert_to(" + text + ", 'UTF8')), 'hex'), 24))::uuid"))
                .containsExactly("部|门\\");
    }

    @Test
    void theHashOfARowIsFoundInSqlByKeyFiguresAndEpoch() throws Exception {
        apply(12, new RowUpdate(Rows.flag("unknown-channel", "9"), tally(Figure.RECORDS, 4), Tally.ZERO));

        assertThat(database.one("select row_hash = substr(sha256(convert_to(E'flag|unknown-channel|9\\nrecords=4\\n12',"
                        + " 'UTF8')), 1, 16) from $.flag_row"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level_5 = 2",
                "voids = 1",
                "calendar_counts = '{7}'",
                "department = 'other'",
                "part = 1",
                "epoch = 2",
                "channel = 'kiosk'",
                "row_hash = decode('00', 'hex')"
            })
    void aRowThatWasChangedByHandNoLongerFitsItsHash(String change) throws Exception {
        RowKey leaf = Rows.hour(NINE, "department-1");
        RowKey other = Rows.hour(NINE, "department-2");
        Tally figures = tally(Figure.LEVEL_5, 1, Figure.CALENDAR_BUCKETS + 3, 1);
        apply(1, new RowUpdate(leaf, figures, Tally.ZERO), new RowUpdate(other, figures, Tally.ZERO));
        assertThat(StoredRows.changedByHand(connection, database.address().schema()))
                .isEmpty();

        database.execute("update $.hour_leaf set " + change + " where department = 'department-1'");

        assertThat(StoredRows.changedByHand(connection, database.address().schema()))
                .hasSize(1);
    }

    @Test
    void theDatabaseRefusesATimeThatTheIdDoesNotBeginWith() throws Exception {
        apply(
                1,
                new RowUpdate(Rows.hour(NINE, "department-1"), tally(Figure.LEVEL_5, 1), Tally.ZERO),
                new RowUpdate(Rows.minute(NINE, "department-1", "web"), tally(Figure.LEVEL_5, 1), Tally.ZERO));

        assertThatThrownBy(() -> database.execute("update $.hour_leaf set hour = hour + interval '1 hour'"))
                .hasMessageContaining("hour_leaf_id_begins_with_the_time");
        assertThatThrownBy(() -> database.execute("update $.minute_row set id = gen_random_uuid()"))
                .hasMessageContaining("minute_row_id_begins_with_the_time");
    }

    @Test
    void aFigureWithoutAColumnIsRefusedInsteadOfLost() {
        assertThatThrownBy(() -> apply(
                        1, new RowUpdate(Rows.minute(NINE, "d", "web"), tally(Figure.SHARED_RATINGS, 1), Tally.ZERO)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("minute_row")
                .hasMessageContaining("shared_ratings=1");
    }

    private void apply(long epoch, RowUpdate... updates) throws Exception {
        loader.apply(List.of(updates), epoch);
        connection.commit();
    }

    private SortedMap<RowKey, Tally> stored() throws Exception {
        return StoredRows.read(connection, database.address().schema());
    }
}
