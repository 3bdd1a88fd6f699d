package io.haochaping.store;

import static io.haochaping.store.CutDraft.cut;
import static io.haochaping.store.Rows.NINE;
import static io.haochaping.store.Rows.tally;
import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.schemas.RecordType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the outbox says, and that the alerts say the same. */
class AnnouncementsTest {
    private static final Tally OPEN = tally(Figure.OPEN, 1);
    private static final AlertNotice STALLED =
            new AlertNotice(AlertNotice.STALLED, "live-metrics", "数据完整时刻没有前进", "completeThrough has not moved");
    private static final AlertNotice STUCK =
            new AlertNotice(AlertNotice.NO_CHECKPOINT, "live-metrics", "五分钟没有提交", "no cut for 5 minutes");

    private final Database database = Database.ofItsOwn();
    private final StoreCommitter store = new StoreCommitter(database.address(), StoreCommitterTest.SETTINGS);
    private int cuts;

    @AfterEach
    void disconnect() {
        store.close();
    }

    private CutDraft next() {
        String before = cuts == 0 ? "" : "a/" + cuts;
        return cut("a/" + ++cuts).after(before).through(NINE);
    }

    private void commit(CutDraft draft) throws SQLException {
        assertThat(store.commit(draft.draw())).isEqualTo(StoreCommitter.Outcome.COMMITTED);
        alertsAgreeWithTheOutbox();
    }

    @Test
    void aBadReviewIsOpenedAndWithdrawn() throws Exception {
        RowKey review = Rows.bad("gd", "A-1", 1, NINE + 17);
        commit(next().row(review, OPEN));
        assertThat(told("review.bad")).singleElement().satisfies(message -> {
            assertThat(message.get("id")).hasToString("gd/A-1/1");
            assertThat(message.get("epoch")).isEqualTo(1L);
            assertThat(message.get("state")).hasToString("OPEN");
            assertThat(message.get("scope")).hasToString("gd");
            assertThat(message.get("caseNumber")).hasToString("A-1");
            assertThat(message.get("ordinal")).isEqualTo(1);
            assertThat(message.get("level")).isEqualTo(1);
            assertThat(message.get("ratedAt")).isEqualTo(NINE + 17);
            assertThat(message.get("region")).hasToString("440100000000");
            assertThat(message.get("department")).hasToString("department-1");
            assertThat(message.get("venue")).hasToString("hall-1");
            assertThat(message.get("item")).hasToString("item-1");
            assertThat(message.get("channel")).hasToString("web");
            assertThat(message.get("tags")).hasToString("[108, 214]");
            assertThat(message.get("realName")).isEqualTo(true);
        });

        commit(next());
        assertThat(outbox()).containsExactly("gd/A-1/1|1|OPEN");
        commit(next().row(review, Tally.ZERO, OPEN));
        assertThat(outbox()).containsExactly("gd/A-1/1|3|WITHDRAWN");
        commit(next().row(review, OPEN));
        assertThat(outbox()).containsExactly("gd/A-1/1|4|OPEN");
    }

    @Test
    void aChangedReviewKeepsItsIdAndSpeaksAnewWhateverTheOrderOfItsRows() throws Exception {
        RowKey first = Rows.bad("gd", "1", 1, NINE);
        RowKey second = Rows.bad("gd", "1", 2, NINE);
        commit(next().row(first, OPEN));
        commit(next().row(second, OPEN).row(first, Tally.ZERO, OPEN));
        assertThat(outbox()).containsExactly("gd/1/1|2|OPEN");
        assertThat(told("review.bad").get(0).get("level")).isEqualTo(2);

        commit(next().row(second, Tally.ZERO, OPEN).row(first, OPEN));
        assertThat(outbox()).containsExactly("gd/1/1|3|OPEN");
        assertThat(told("review.bad").get(0).get("level")).isEqualTo(1);
    }

    @Test
    void aReviewUnderACaseNumberUsedAgainIsNotWithdrawnWithTheOlderOne() throws Exception {
        RowKey older = Rows.bad("gd", "1", 1, NINE - 300 * Rows.DAY);
        RowKey newer = Rows.bad("gd", "1", 2, NINE);
        commit(next().row(older, OPEN));
        commit(next().row(newer, OPEN));
        commit(next().row(older, Tally.ZERO, OPEN));

        assertThat(told("review.bad")).singleElement().satisfies(message -> {
            assertThat(message.get("state")).hasToString("OPEN");
            assertThat(message.get("level")).isEqualTo(2);
        });
        commit(next().row(newer, Tally.ZERO, OPEN));
        assertThat(outbox()).containsExactly("gd/1/1|4|WITHDRAWN");
    }

    @Test
    void aSlashInAScopeGivesNoTwoReviewsOneId() throws Exception {
        commit(next().row(Rows.bad("a/b", "c", 1, NINE), OPEN).row(Rows.bad("a", "b/c", 1, NINE), OPEN));
        assertThat(outbox()).hasSize(2);
    }

    @Test
    void aRestatementWithdrawsWhatNoLongerStands() throws Exception {
        commit(next().row(Rows.bad("gd", "stands", 1, NINE), OPEN)
                .row(Rows.bad("gd", "gone", 1, NINE), OPEN)
                .row(Rows.flag("unknown-channel", "gone"), tally(Figure.RECORDS, 1))
                .row(Rows.flag("unknown-channel", "stands"), tally(Figure.RECORDS, 1)));

        Cut restatement = next().restating()
                .row(Rows.bad("gd", "stands", 1, NINE), OPEN)
                .row(Rows.flag("unknown-channel", "stands"), tally(Figure.RECORDS, 1))
                .draw();
        assertThat(store.restate(restatement, CutDraft.LATER, RefusedRecords.none()))
                .isTrue();

        assertThat(outbox()).containsExactly("gd/gone/1|2|WITHDRAWN", "gd/stands/1|2|OPEN");
        assertThat(told("review.bad"))
                .extracting(message -> message.get("caseNumber").toString())
                .containsExactly("gone", "stands");
        assertThat(alerts())
                .containsExactly(
                        "unknown-code/unknown-channel/gone|2|WITHDRAWN", "unknown-code/unknown-channel/stands|1|OPEN");
        alertsAgreeWithTheOutbox();
    }

    @Test
    void anUnknownCodeIsToldOnceAndTakenBackWhenItsCountReturnsToZero() throws Exception {
        RowKey flag = Rows.flag("unknown-channel", "platform:99");
        commit(next().row(flag, tally(Figure.RECORDS, 1))
                .row(Rows.flag("rated-before-accepted", "d"), tally(Figure.RECORDS, 1)));
        commit(next().row(flag, tally(Figure.RECORDS, 5), tally(Figure.RECORDS, 1)));
        assertThat(alerts())
                .as("not told again while it stands")
                .containsExactly("unknown-code/unknown-channel/platform:99|1|OPEN");
        assertThat(told("alert")).singleElement().satisfies(message -> {
            assertThat(message.get("kind")).hasToString("unknown-code");
            assertThat(message.get("subject")).hasToString("unknown-channel/platform:99");
            assertThat(message.get("messageEn").toString()).contains("unknown-channel/platform:99");
            assertThat(message.get("messageZh").toString()).contains("unknown-channel/platform:99");
            assertThat(message.get("completeThrough")).isEqualTo(NINE);
        });

        commit(next().row(flag, Tally.ZERO, tally(Figure.RECORDS, 5)));
        commit(next());
        assertThat(alerts()).containsExactly("unknown-code/unknown-channel/platform:99|3|WITHDRAWN");
    }

    /** A code that was open before, came back, and one that is new, in one cut. */
    @Test
    void ofManyCodesOnlyThoseAreToldWhoseStateChanges() throws Exception {
        RowKey stands = Rows.flag("wrong-check-digit", "stands");
        RowKey goes = Rows.flag("wrong-check-digit", "goes");
        RowKey comesBack = Rows.flag("wrong-check-digit", "comes-back");
        commit(next().row(stands, tally(Figure.RECORDS, 1))
                .row(goes, tally(Figure.RECORDS, 1))
                .row(comesBack, tally(Figure.RECORDS, 1)));
        commit(next().row(comesBack, Tally.ZERO, tally(Figure.RECORDS, 1)));
        commit(next().row(stands, tally(Figure.RECORDS, 2), tally(Figure.RECORDS, 1))
                .row(goes, Tally.ZERO, tally(Figure.RECORDS, 1))
                .row(comesBack, tally(Figure.RECORDS, 1))
                .row(Rows.flag("wrong-check-digit", "came-and-went"), Tally.ZERO)
                .row(Rows.flag("wrong-check-digit", "is-new"), tally(Figure.RECORDS, 1)));

        assertThat(alerts())
                .containsExactly(
                        "unknown-code/wrong-check-digit/comes-back|3|OPEN",
                        "unknown-code/wrong-check-digit/goes|3|WITHDRAWN",
                        "unknown-code/wrong-check-digit/is-new|3|OPEN",
                        "unknown-code/wrong-check-digit/stands|1|OPEN");
        alertsAgreeWithTheOutbox();
    }

    /** Two telephone numbers in the place of a code are one alert, for both are masked. */
    @Test
    void anAlertStandsAsLongAsOneOfItsCodesDoes() throws Exception {
        RowKey one = Rows.flag("unknown-channel", "13800138000");
        commit(next().row(one, tally(Figure.RECORDS, 1)));
        String alert = alerts().get(0);
        commit(next().row(one, Tally.ZERO, tally(Figure.RECORDS, 1))
                .row(Rows.flag("unknown-channel", "13900139000"), tally(Figure.RECORDS, 1)));
        assertThat(alert).endsWith("|1|OPEN").doesNotContain("138001");
        assertThat(alerts()).containsExactly(alert);
    }

    @Test
    void everyReviewOfALargeCutIsTold() throws Exception {
        CutDraft large = next();
        for (int i = 0; i < 2_001; i++) {
            large = large.row(Rows.bad("gd", "case-" + i, 1, NINE), OPEN);
        }
        commit(large);
        assertThat(told("review.bad")).hasSize(2_001);
    }

    @Test
    void aGapInTheEquationIsToldOnceOfPartitionTopicAndTotalAndTakenBackWhenItCloses() throws Exception {
        commit(next().through(-1).read(received(3, 10)).gap("rating.web", 3, 10, 8));
        commit(next().read(received(3, 12)).gap("rating.web", 3, 12, 9));
        assertThat(alerts())
                .containsExactly(
                        "equation-gap/rating.web-3|1|OPEN",
                        "equation-gap/topic/rating.web|1|OPEN",
                        "equation-gap/total|1|OPEN");
        assertThat(told("alert")).hasSize(3).allSatisfy(message -> {
            assertThat(message.get("messageEn").toString()).contains("received 10, classified 8, gap 2");
            assertThat(message.get("completeThrough")).as("no whole round yet").isNull();
        });

        commit(next());
        assertThat(alerts())
                .containsExactly(
                        "equation-gap/rating.web-3|3|WITHDRAWN",
                        "equation-gap/topic/rating.web|3|WITHDRAWN",
                        "equation-gap/total|3|WITHDRAWN");
    }

    private static PartitionProgress received(int partition, long records) {
        return new PartitionProgress(new TopicPartition("rating.web", partition), 0, 0, records, 0, -1);
    }

    @Test
    void gapsThatCancelEachOtherInASumAreStillToldWhereTheyAre() throws Exception {
        commit(next().read(received(0, 5))
                .read(received(1, 5))
                .gap("rating.web", 0, 5, 4)
                .gap("rating.web", 1, 5, 6));
        assertThat(alerts()).containsExactly("equation-gap/rating.web-0|1|OPEN", "equation-gap/rating.web-1|1|OPEN");

        commit(next().gap("rating.web", 0, 5, 4).gap("case.event", 1, 5, 6));
        assertThat(alerts())
                .contains(
                        "equation-gap/topic/case.event|2|OPEN",
                        "equation-gap/topic/rating.web|2|OPEN",
                        "equation-gap/rating.web-1|2|WITHDRAWN")
                .noneMatch(alert -> alert.startsWith("equation-gap/total"));
    }

    @Test
    void ratingsInTheRowsThatNobodyCountedAreToldAndTakenBack() throws Exception {
        commit(next().totals(new Totals(7, 4, 2, 0, 0)));
        assertThat(alerts()).containsExactly("rating-gap/total|1|OPEN");
        assertThat(told("alert").get(0).get("messageEn").toString())
                .contains("7 ratings in the rows, 4 counted and 2 generated, gap 1");

        commit(next().totals(new Totals(6, 4, 2, 0, 0)));
        assertThat(alerts()).containsExactly("rating-gap/total|2|WITHDRAWN");
    }

    /** An hour for channels, a day for departments; all instants lie in the past or the future of whoever runs this. */
    @Test
    void silenceIsMeasuredAgainstWhatHasBeenReadAndNotAgainstTheClock() throws Exception {
        long rated = NINE;
        commit(next().through(rated)
                .row(Rows.minute(rated, "d1", "web"), tally(Figure.LEVEL_5, 1))
                .row(Rows.minute(rated, "d2", "kiosk"), tally(Figure.ACCEPTED, 1)));
        commit(next().through(rated + Rows.HOUR));
        assertThat(alerts()).isEmpty();

        commit(next().through(rated + Rows.HOUR + 1));
        commit(next().through(rated + Rows.HOUR + 2));
        assertThat(alerts()).containsExactly("silence/channel/web|3|OPEN");

        commit(next().through(rated + Rows.DAY + 1)
                .row(Rows.minute(rated + Rows.DAY, "d3", "web"), tally(Figure.LEVEL_1, 1)));
        assertThat(alerts()).containsExactly("silence/channel/web|5|WITHDRAWN", "silence/department/d1|5|OPEN");
        assertThat(database.rows("select dimension, value, quiet_seconds from $.v_last_seen order by 1, 2"))
                .containsExactly("channel|web|0", "department|d1|86400", "department|d3|0");
    }

    /** An hour after the first completeThrough, as a channel that fell silent then would be. */
    @Test
    void aChannelThatIsExpectedAndNeverSentAnythingIsSilentToo() throws Exception {
        CutSettings own = StoreCommitterTest.SETTINGS;
        CutSettings expecting = new CutSettings(
                own.minuteRetention(),
                own.finality(),
                own.channelSilence(),
                own.departmentSilence(),
                Set.of("web", "kiosk"),
                own.badReviewTopic(),
                own.alertTopic());
        try (StoreCommitter watching = new StoreCommitter(database.address(), expecting)) {
            watching.commit(next().through(NINE)
                    .row(Rows.minute(NINE, "d1", "web"), tally(Figure.LEVEL_5, 1))
                    .draw());
            watching.commit(next().through(NINE + Rows.HOUR).draw());
            assertThat(alerts()).isEmpty();

            long later = NINE + Rows.HOUR + 1;
            watching.commit(next().through(later)
                    .row(Rows.minute(later, "d1", "web"), tally(Figure.LEVEL_5, 1))
                    .draw());
            assertThat(alerts()).containsExactly("silence/channel/kiosk|3|OPEN");
            alertsAgreeWithTheOutbox();

            watching.commit(next().through(later)
                    .row(Rows.minute(later, "d1", "kiosk"), tally(Figure.LEVEL_5, 1))
                    .draw());
            assertThat(alerts()).containsExactly("silence/channel/kiosk|4|WITHDRAWN");
            alertsAgreeWithTheOutbox();
        }
    }

    /** Minute rows of five days ago are gone; who was silent then is silent still. */
    @Test
    void aRestatementKnowsFromTheHoursWhoIsSilent() throws Exception {
        Cut restatement = next().through(NINE + 2 * Rows.DAY)
                .restating()
                .row(Rows.hour(NINE, "d1"), tally(Figure.LEVEL_5, 1))
                .row(Rows.hour(NINE + 2 * Rows.DAY, "d2"), tally(Figure.ACCEPTED, 1))
                .draw();

        assertThat(store.restate(restatement, CutDraft.LATER, RefusedRecords.none()))
                .isTrue();

        assertThat(database.rows("select dimension, value, last_minute from $.last_seen order by 1"))
                .hasSize(2)
                .allMatch(row -> row.startsWith("channel|") || row.startsWith("department|d1|"));
        assertThat(alerts()).anyMatch(alert -> alert.startsWith("silence/department/d1|"));
    }

    @Test
    void thatCompleteThroughStandsStillIsToldUntilItMoves() throws Exception {
        commit(next().through(NINE));
        assertThat(store.raise(STALLED)).isTrue();
        commit(next().through(NINE));
        assertThat(alerts()).containsExactly("complete-through-stalled/live-metrics|1|OPEN");

        commit(next().through(NINE + 1));
        assertThat(alerts()).containsExactly("complete-through-stalled/live-metrics|3|WITHDRAWN");
        alertsAgreeWithTheOutbox();
    }

    @Test
    void aLateRatingDoesNotMakeAChannelOlder() throws Exception {
        commit(next().row(Rows.minute(NINE, "d", "web"), tally(Figure.LEVEL_5, 1)));
        commit(next().row(Rows.minute(NINE - Rows.DAY, "d", "web"), tally(Figure.LEVEL_5, 1)));
        assertThat(alerts()).isEmpty();
    }

    @Test
    void thatNoCutComesIsToldOnceAndTakenBackByTheNextCut() throws Exception {
        commit(next());
        assertThat(store.raise(STUCK)).isTrue();
        assertThat(store.raise(STUCK)).isFalse();
        assertThat(alerts()).containsExactly("no-checkpoint/live-metrics|1|OPEN");
        alertsAgreeWithTheOutbox();
        assertThat(told("alert").get(0).get("completeThrough")).isEqualTo(NINE);
        assertThat(store.readHead().epoch()).as("it is no cut").isEqualTo(1);

        commit(next());
        assertThat(alerts()).containsExactly("no-checkpoint/live-metrics|2|WITHDRAWN");
    }

    @Test
    void everyAnnouncementStandsAboveTheOneThatWasSentBefore() throws Exception {
        long sent = 0;
        for (int i = 0; i < 3; i++) {
            assertThat(store.raise(STUCK)).as("in an empty store too").isTrue();
            sent = sentAbove(sent);
            commit(next());
            sent = sentAbove(sent);
        }
        assertThat(store.readHead().epoch()).isGreaterThanOrEqualTo(sent);
    }

    /** What the forwarder does: it sends what stands above the epoch it sent last. */
    private long sentAbove(long before) throws SQLException {
        assertThat(database.one("select count(*) from $.outbox where sent_epoch < epoch and epoch > " + before))
                .isEqualTo("1");
        database.execute("update $.outbox set sent_epoch = epoch");
        return Long.parseLong(database.one("select max(sent_epoch) from $.outbox"));
    }

    @Test
    void aRestatementTakesBackThatNoCutCameToo() throws Exception {
        store.raise(STUCK);
        assertThat(store.restate(next().restating().draw(), CutDraft.LATER, RefusedRecords.none()))
                .isTrue();
        assertThat(database.rows("select state from $.v_alert")).containsExactly("WITHDRAWN");
        alertsAgreeWithTheOutbox();
    }

    private List<String> outbox() throws SQLException {
        return database.rows("select id, epoch, state from $.outbox where topic = 'review.bad' order by id");
    }

    private List<String> alerts() throws SQLException {
        return database.rows("select id, epoch, state from $.v_alert order by id");
    }

    private void alertsAgreeWithTheOutbox() throws SQLException {
        List<String> told = new ArrayList<>();
        for (GenericRecord message : told("alert")) {
            told.add(message.get("id") + "|" + message.get("epoch") + "|" + message.get("state") + "|"
                    + message.get("messageZh"));
        }
        assertThat(told).isEqualTo(database.rows("select id, epoch, state, message_zh from $.alert order by id"));
        assertThat(database.rows("select id, epoch, state from $.outbox where topic = 'alert' order by id"))
                .isEqualTo(alerts());
    }

    private List<GenericRecord> told(String topic) throws SQLException {
        List<GenericRecord> told = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select payload from "
                        + database.address().schema() + ".outbox where topic = '" + topic + "' order by id")) {
            while (row.next()) {
                told.add(Announcements.read(
                        row.getBytes(1), topic.equals("alert") ? RecordType.ALERT : RecordType.BAD_REVIEW));
            }
        }
        return told;
    }
}
