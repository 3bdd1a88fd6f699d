package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import org.junit.jupiter.api.Test;

/** The closing equation of each cut stays as it was when later cuts are committed. */
class EquationHistoryTest {
    private static final RowKey WEB = Rows.equation("rating.web", 0);
    private static final RowKey FAX = Rows.equation("rating.fax", 3);

    private final Database database = Database.ofItsOwn();

    @Test
    void everyCutKeepsItsOwnClassesAndTheLatestAgreesWithTheCurrentEquation() throws Exception {
        try (StoreCommitter store = new StoreCommitter(database.address(), StoreCommitterTest.SETTINGS)) {
            store.commit(cut("a/1").read("rating.web", 0, 0, 0).draw());
            store.commit(cut("a/2")
                    .after("a/1")
                    .read("rating.web", 0, 0, 5)
                    .row(WEB, tally(Figure.COUNTED, 4, Figure.QUARANTINED, 1))
                    .draw());
            store.commit(cut("a/3")
                    .after("a/2")
                    .read("rating.web", 0, 0, 9)
                    .row(
                            WEB,
                            tally(Figure.COUNTED, 3, Figure.QUARANTINED, 1, Figure.SUPERSEDED, 2, Figure.DUPLICATE, 2),
                            tally(Figure.COUNTED, 4, Figure.QUARANTINED, 1))
                    .row(FAX, tally(Figure.EXCLUDED, 1))
                    .draw());
        }

        assertThat(
                        database.rows(
                                "select (select cut_name from $.cut c where c.epoch = e.epoch), grain, topic, received, counted, duplicate, superseded, voided, excluded, quarantined, gap from $.v_equation_history e where grain <> 'topic' order by epoch, grain, topic"))
                .containsExactly(
                        "a/1|partition|rating.web|0|0|0|0|0|0|0|0",
                        "a/1|total|-|0|0|0|0|0|0|0|0",
                        "a/2|partition|rating.web|5|4|0|0|0|0|1|0",
                        "a/2|total|-|5|4|0|0|0|0|1|0",
                        "a/3|partition|rating.fax|0|0|0|0|0|1|0|-1",
                        "a/3|partition|rating.web|9|3|2|2|0|0|1|1",
                        "a/3|total|-|9|3|2|2|0|1|1|0");
        String columns =
                "grain, topic, partition, received, counted, duplicate, superseded, voided, excluded, quarantined, classified, gap, start_offset, end_offset, ticks, control";
        assertThat(database.rows("select " + columns
                        + " from $.v_equation_history where epoch = (select max(epoch) from $.cut) order by 1, 2, 3"))
                .isEqualTo(database.rows("select " + columns + " from $.v_equation order by 1, 2, 3"));
    }
}
