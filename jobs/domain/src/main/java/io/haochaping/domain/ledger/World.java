package io.haochaping.domain.ledger;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.TallyAccumulator;

/**
 * Where the contributions of one evaluation go. A case is evaluated over all its records and, where some of them were appended after the cut-off of a month
 * it touches, once more per such cut-off over the records appended before it:
 *
 * <ul>
 *   <li>over <b>all</b> records, a leaf of a month that is still open to all of them is in time, any other is correction;
 *   <li>over the records <b>before the cut-off of one month</b>, a leaf of that month, under rules by which it closes then, is in time, and is taken off the correction.
 * </ul>
 *
 * <p>When a month closes is said by the rules of the leaf, so that two leaves of one month and one case may close on two days.
 */
final class World {
    private static final int ALL = -1;
    private static final long MINUTE_MILLIS = 60_000;

    private final CutOffs cutOffs;
    private final RowDeltas deltas;
    private final ByteWriter keys = new ByteWriter(256);

    /** null: nobody listens, and nothing is made up to be told. */
    private Testimony testimony;

    private long minutesAfter = Long.MIN_VALUE;
    private int sign;
    private int onlyMonth;
    private MonthCutOff onlyCutOff;
    private long lastAppended;

    private TallyAccumulator plus;
    private TallyAccumulator minus;
    private TallyAccumulator minute;

    World(CutOffs cutOffs, RowDeltas deltas) {
        this.cutOffs = cutOffs;
        this.deltas = deltas;
    }

    /** Says that nobody asks for a minute row whose minute is not after this instant. */
    void keepMinutesAfter(long instant) {
        minutesAfter = instant;
    }

    void tellTo(Witness witness) {
        testimony = new Testimony(witness);
    }

    boolean isWitnessed() {
        return testimony != null;
    }

    /** The reason of what follows. */
    World because(Cause cause, Fact record, Fact other) {
        if (testimony != null) {
            testimony.because(cause, record, other);
        }
        return this;
    }

    World ofAll(int contributionSign, long latestAppended) {
        sign = contributionSign;
        onlyMonth = ALL;
        lastAppended = latestAppended;
        if (testimony != null) {
            testimony.lookOnlyBeforeTheCutOff(false);
        }
        return this;
    }

    World before(int contributionSign, int month, MonthCutOff closing) {
        sign = contributionSign;
        onlyMonth = month;
        onlyCutOff = closing;
        if (testimony != null) {
            testimony.lookOnlyBeforeTheCutOff(true);
        }
        return this;
    }

    /** True where rows without parts (equation, tags, flags, bad reviews) are written: they speak of all records. */
    boolean isOfAll() {
        return onlyMonth == ALL;
    }

    /** Turns to the hour leaf of a contribution, and to its minute. Amounts follow by {@link #add}. */
    World leaf(long time, boolean dated, Dimensions at, Rules rules) {
        String rulesVersion = rules.version();
        int month = MonthCutOff.monthIndexOf(time);
        plus = null;
        minus = null;
        minute = null;
        if (testimony != null) {
            testimony.turnAway();
        }
        if (isOfAll()) {
            boolean inTime = lastAppended < cutOffs.of(rules).cutOffMillis(month);
            plus = plusLeaf(time, inTime ? inTime(dated) : correction(dated), at, rulesVersion);
            boolean kept = !dated && Math.floorDiv(time, MINUTE_MILLIS) * MINUTE_MILLIS > minutesAfter;
            minute = kept ? minuteOf(time, at) : null;
        } else if (month == onlyMonth && cutOffs.of(rules) == onlyCutOff) {
            plus = plusLeaf(time, inTime(dated), at, rulesVersion);
            minus = minusLeaf(time, correction(dated), at, rulesVersion);
        }
        return this;
    }

    private TallyAccumulator plusLeaf(long time, Part part, Dimensions at, String rulesVersion) {
        RowKey.writeHour(keys, time, part, at, rulesVersion);
        if (testimony != null) {
            testimony.toPlus(keys);
        }
        return deltas.row(keys);
    }

    private TallyAccumulator minusLeaf(long time, Part part, Dimensions at, String rulesVersion) {
        RowKey.writeHour(keys, time, part, at, rulesVersion);
        if (testimony != null) {
            testimony.toMinus(keys);
        }
        return deltas.row(keys);
    }

    private TallyAccumulator minuteOf(long time, Dimensions at) {
        RowKey.writeMinute(keys, time, at);
        if (testimony != null) {
            testimony.toMinute(keys);
        }
        return deltas.row(keys);
    }

    private static Part inTime(boolean dated) {
        return dated ? Part.DATED_IN_TIME : Part.IN_TIME;
    }

    private static Part correction(boolean dated) {
        return dated ? Part.DATED_CORRECTION : Part.CORRECTION;
    }

    /** Adds to the leaf and to its minute. */
    World add(Figure figure, long amount) {
        if (minute != null) {
            minute.add(figure, sign * amount);
            if (testimony != null) {
                testimony.addToMinute(figure.number(), sign * amount);
            }
        }
        return addToHour(figure.number(), amount);
    }

    /** Adds to the leaf alone: buckets and shared figures. */
    World addToHour(int number, long amount) {
        if (plus != null) {
            plus.add(number, sign * amount);
        }
        if (minus != null) {
            minus.add(number, -sign * amount);
        }
        if (testimony != null) {
            testimony.addToHour(number, sign * amount);
        }
        return this;
    }

    void book(Fact record, Figure recordClass) {
        if (isOfAll()) {
            RowKey.writeEquation(keys, record.topic, record.partition, record.kind.equationKind());
            deltas.row(keys).add(recordClass, sign);
            if (testimony != null) {
                testimony.tell(RowKey.ofBytes(keys.toBytes()), recordClass.number(), sign);
            }
        }
    }

    void flag(String flag, String subject) {
        if (isOfAll()) {
            add(RowKey.flag(keys, flag, subject), Figure.RECORDS);
        }
    }

    void tag(Fact rating, String tag) {
        if (isOfAll()) {
            int day = (int) ShanghaiTime.dayIndex(rating.ownTime);
            add(RowKey.tag(keys, day, rating.dimensions.item(), tag), Figure.TAGGED);
        }
    }

    void badReview(Fact rating) {
        if (isOfAll()) {
            RowKey row = RowKey.bad(
                    keys,
                    rating.scope,
                    rating.caseNumber,
                    rating.ordinal,
                    rating.level,
                    rating.ownTime,
                    rating.dimensions,
                    String.join(";", rating.tags),
                    rating.realName);
            add(row, Figure.OPEN);
        }
    }

    private void add(RowKey row, Figure figure) {
        deltas.row(row).add(figure, sign);
        if (testimony != null) {
            testimony.tell(row, figure.number(), sign);
        }
    }
}
