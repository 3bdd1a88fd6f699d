package io.haochaping.dashboard.cut;

import static io.haochaping.domain.tally.Figure.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.dashboard.TestStore;
import io.haochaping.dashboard.figures.Cells;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Selection;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held in memory equals the views at the same cut, whatever way led there. */
class HistoryTest {
    private static final int CUTS = 6;

    private final TestStore store = TestStore.fresh();
    private final long[] daysRead = new long[1];
    private final History history = new History(store.address().schema(), days -> daysRead[0] = days);
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = store.address().connect();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void anEmptyStoreGivesNoSnapshot() throws Exception {
        assertThat(move()).isEmpty();
    }

    @Test
    void withoutCompleteThroughThereIsACutAndNoFigure() throws Exception {
        store.commit(null, Map.of(TestStore.hour("2026-11-20T10:00+08:00", "civil", "web"), Tally.of(LEVEL_5, 3)));

        Snapshot snapshot = move().orElseThrow();

        assertThat(snapshot.cut().isCompleteThroughKnown()).isFalse();
        assertThat(snapshot.total(Period.TODAY, Selection.EVERYTHING).ratings()).isZero();
        assertThat(snapshot.trend(Span.YEAR, Selection.EVERYTHING)).isEmpty();
    }

    /** In the second run the leaves of a busy hour are too many to be held. */
    @ParameterizedTest
    @CsvSource({"1, 200000", "2, 4"})
    void afterEveryCutTheFiguresAreThoseOfTheViews(long seed, int mostLeaves) throws Exception {
        History moving = new History(store.address().schema(), days -> {}, mostLeaves);
        RandomRows random = new RandomRows(seed);
        // A strict and a ternary profile from the middle of the time that the rows lie in, and a channel left out.
        store.under(ChangedRules.BOOK);
        for (int cut = 0; cut < CUTS; cut++) {
            store.commit(random.completeThrough(), random.changes());
            if (cut % 2 == 0) {
                // As of a cut that wrote very many, or of an older version.
                store.execute("delete from $.cut_leaves");
            }
            Snapshot snapshot = move(moving).orElseThrow();
            for (Selecting selecting : random.selections()) {
                for (Period period : Period.values()) {
                    tablesEqual(snapshot, period, selecting, "cut " + cut);
                }
                for (Span span : Span.values()) {
                    trendEquals(snapshot, span, selecting, "cut " + cut);
                }
            }
            random.goOn();
        }
    }

    @Test
    void onlyWhatACutTouchedIsReadAgain() throws Exception {
        RowKey today = TestStore.hour("2026-11-20T10:00+08:00", "civil", "web");
        RowKey spring = TestStore.hour("2026-04-02T10:00+08:00", "civil", "web");
        store.commit("2026-11-20T10:17+08:00", Map.of(today, Tally.of(LEVEL_5, 1), spring, Tally.of(LEVEL_5, 1)));
        move();
        assertThat(daysRead[0]).isEqualTo(366);

        store.commit("2026-11-20T10:18+08:00", Map.of(today, Tally.of(LEVEL_5, 2)));
        move();
        assertThat(daysRead[0]).isEqualTo(1);

        store.commit("2026-11-20T10:19+08:00", Map.of());
        move();
        assertThat(daysRead[0]).isZero();

        store.commit("2026-11-20T10:20+08:00", Map.of(spring, Tally.ZERO));
        Snapshot withoutSpring = move().orElseThrow();
        assertThat(daysRead[0]).isEqualTo(1);
        assertThat(withoutSpring.trend(Span.YEAR, Selection.EVERYTHING))
                .filteredOn(point -> point.figures().ratings() > 0)
                .hasSize(1);
    }

    @Test
    void aStoreThatWasRestatedOrPutBackIsReadAsAWhole() throws Exception {
        RowKey row = TestStore.hour("2026-11-20T10:00+08:00", "civil", "web");
        store.commit("2026-11-20T10:17+08:00", Map.of(row, Tally.of(LEVEL_5, 1)));
        store.commit("2026-11-20T10:18+08:00", Map.of(row, Tally.of(LEVEL_5, 2)));
        move();
        store.restate("2026-11-20T10:19+08:00");
        move();
        assertThat(daysRead[0]).isEqualTo(366);

        // As a backup of the first cut holds it.
        store.execute("update $.hour_leaf set level_5 = 1, epoch = 1; delete from $.cut where cut_name <> 'cut-1';"
                + " update $.store_head set cut_name = 'cut-1', epoch = (select epoch from $.cut)");
        Snapshot before = move().orElseThrow();
        assertThat(daysRead[0]).isEqualTo(366);
        assertThat(before.total(Period.TODAY, Selection.EVERYTHING).ratings()).isEqualTo(1);
    }

    @Test
    void aMoveThatFailsLeavesWhatWasHeld() throws Exception {
        RowKey row = TestStore.hour("2026-11-20T10:00+08:00", "civil", "web");
        store.commit("2026-11-20T10:17+08:00", Map.of(row, Tally.of(LEVEL_5, 1)));
        move();
        store.commit("2026-11-20T10:18+08:00", Map.of(row, Tally.of(LEVEL_5, 2)));
        store.execute("alter view $.v_minute_state rename to v_minute_state_away");
        assertThatThrownBy(this::move).isInstanceOf(SQLException.class);
        connection.rollback();

        store.execute("alter view $.v_minute_state_away rename to v_minute_state");
        assertThat(move().orElseThrow()
                        .total(Period.TODAY, Selection.EVERYTHING)
                        .ratings())
                .isEqualTo(2);
        assertThat(daysRead[0]).isEqualTo(1);
    }

    private Optional<Snapshot> move() throws SQLException {
        return move(history);
    }

    private Optional<Snapshot> move(History moving) throws SQLException {
        Optional<Snapshot> snapshot = moving.move(connection);
        connection.commit();
        return snapshot;
    }

    private void tablesEqual(Snapshot snapshot, Period period, Selecting selecting, String cut) {
        String from = Views.rowsOf(period, snapshot.cut().completeThrough());
        Selection selection = selecting.of(snapshot.codes());
        boolean perMinute = period == Period.NOW;
        if (perMinute && selecting.venue() != null) {
            return;
        }
        String where = selecting.where();
        String total = Views.text(snapshot.total(period, selection));
        assertThat(total)
                .as("%s: total of %s, %s", cut, period, where)
                .isEqualTo(store.rows("select " + Views.sums(perMinute) + from + where)
                        .get(0));
        for (Dimension dimension : Dimension.values()) {
            if (perMinute && dimension == Dimension.VENUE) {
                continue;
            }
            Map<String, String> held = new TreeMap<>();
            for (Cells.Group group : snapshot.table(period, dimension, selection)) {
                held.put(
                        snapshot.codes().of(dimension).code(group.number()),
                        Views.text(new Figures(group.tally(), perMinute)));
            }
            Map<String, String> stored = new TreeMap<>();
            for (String row : store.rows(
                    "select " + dimension.word() + ", " + Views.sums(perMinute) + from + where + " group by 1")) {
                stored.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
            }
            stored.values().removeIf(Views::isZero);
            assertThat(held)
                    .as("%s: %s by %s, %s", cut, period, dimension, where)
                    .isEqualTo(stored);
        }
    }

    private void trendEquals(Snapshot snapshot, Span span, Selecting selecting, String cut) {
        boolean perMinute = span == Span.HOUR;
        if (perMinute && selecting.venue() != null || selecting.region() != null) {
            return;
        }
        List<Snapshot.Point> points = snapshot.trend(span, selecting.of(snapshot.codes()));
        assertThat(points).hasSize(span.points());
        Map<String, String> held = new TreeMap<>();
        for (Snapshot.Point point : points) {
            held.put(Instant.ofEpochMilli(point.at()).atOffset(ZoneOffset.UTC).toString(), Views.text(point.figures()));
        }
        held.values().removeIf(Views::isZero);
        Map<String, String> stored = new TreeMap<>();
        String step = perMinute ? "minute" : span == Span.DAY ? "hour" : "day::timestamp at time zone 'Asia/Shanghai'";
        for (String row : store.rows("select to_char((" + step
                + ") at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI\"Z\"'), " + Views.sums(perMinute) + " from $."
                + (perMinute ? "v_live_minute" : "v_hour") + " where "
                + (perMinute ? "minute" : span == Span.DAY ? "hour" : "day::timestamp at time zone 'Asia/Shanghai'")
                + " between " + Views.instant(points.get(0).at()) + " and "
                + Views.instant(points.get(points.size() - 1).at()) + selecting.where() + " group by 1")) {
            stored.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1));
        }
        stored.values().removeIf(Views::isZero);
        assertThat(held).as("%s: trend of %s, %s", cut, span, selecting.where()).isEqualTo(stored);
    }
}
