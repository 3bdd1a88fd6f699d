package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import java.util.Arrays;
import java.util.List;

/** The rows that are asked about. */
interface Target {
    boolean holds(RowKey row);

    /** Whether the record may contribute to such a row: never no where it does. */
    boolean mayTouch(Fact fact);

    /**
     * Hour leaves as the views show them: a dated count only once its time has been read completely.
     *
     * @param inTime null: both parts
     */
    record Leaves(Reach reach, Boolean inTime, long completeThrough) implements Target {
        @Override
        public boolean holds(RowKey row) {
            if (row.kind() != RowKind.HOUR || row.time() < reach.from() || row.time() >= reach.to()) {
                return false;
            }
            List<Object> parts = row.parts();
            Part part = Part.of((Integer) parts.get(0));
            boolean early = part == Part.IN_TIME || part == Part.DATED_IN_TIME;
            boolean dated = part == Part.DATED_IN_TIME || part == Part.DATED_CORRECTION;
            return (inTime == null || inTime == early)
                    && (!dated || ShanghaiTime.endOfDayAfter(row.time(), 0) <= completeThrough)
                    && reach.isAt(dimensions(parts));
        }

        @Override
        public boolean mayTouch(Fact fact) {
            return reach.touches(fact);
        }
    }

    static Target leaves(Reach reach, Boolean inTime, long completeThrough) {
        return new Leaves(reach, inTime, completeThrough);
    }

    /** Minutes as the live view shows them: all that the store keeps. */
    record Minutes(Reach reach) implements Target {
        @Override
        public boolean holds(RowKey row) {
            return row.kind() == RowKind.MINUTE
                    && row.time() >= reach.from()
                    && row.time() < reach.to()
                    && reach.isAt(ofMinute(row.parts()));
        }

        @Override
        public boolean mayTouch(Fact fact) {
            return reach.touches(fact);
        }
    }

    private static Dimensions ofMinute(List<Object> parts) {
        return new Dimensions((String) parts.get(1), (String) parts.get(2), null, null, (String) parts.get(3), null);
    }

    private static Dimensions dimensions(List<Object> parts) {
        return new Dimensions(
                (String) parts.get(2),
                (String) parts.get(3),
                (String) parts.get(4),
                (String) parts.get(5),
                (String) parts.get(6),
                (String) parts.get(7));
    }

    /** One row of any kind, as it stands in its table. */
    static Target row(RowKey row, int longestDefaultDays) {
        List<Object> parts = row.parts();
        return switch (row.kind()) {
            case HOUR -> {
                long hour = row.time();
                yield new OneRow(
                        row,
                        new Reach(hour, hour + ShanghaiTime.MILLIS_PER_HOUR, dimensions(parts), longestDefaultDays)
                                ::touches);
            }
            case MINUTE -> {
                long minute = row.time();
                yield new OneRow(
                        row,
                        new Reach(minute, minute + ShanghaiTime.MILLIS_PER_MINUTE, ofMinute(parts), longestDefaultDays)
                                ::touches);
            }
            case TAG -> new OneRow(row, fact -> isTagged(fact, parts));
            case EQUATION -> new OneRow(row, fact -> isBooked(fact, parts));
            case BAD -> {
                CaseKey key = new CaseKey.Maker().of((String) parts.get(0), (String) parts.get(1));
                yield new OneRow(row, fact -> fact.key.equals(key));
            }
            case SUSPECT -> {
                CaseKey key = new CaseKey.Maker().of((String) parts.get(1), (String) parts.get(2));
                yield new OneRow(row, fact -> fact.key.equals(key));
            }
            // A cell is named by a pseudonym: no record says that it lies there.
            case CELL -> new OneRow(row, fact -> false);
            case FLAG -> new OneRow(row, fact -> mayBeFlagged(fact, (String) parts.get(0), (String) parts.get(1)));
        };
    }

    private static boolean isTagged(Fact fact, List<Object> parts) {
        return fact.kind == FactKind.RATING
                && ShanghaiTime.dayIndex(fact.ownTime) == (Integer) parts.get(0)
                && fact.dimensions.item().equals(parts.get(1))
                && Arrays.asList(fact.tags).contains(parts.get(2));
    }

    private static boolean isBooked(Fact fact, List<Object> parts) {
        return fact.partition == (Integer) parts.get(1)
                && fact.topic.equals(parts.get(0))
                && fact.kind.equationKind().equals(parts.get(2));
    }

    /** Flags that the ledger raises have the department as their subject; the others came with the record. */
    private static boolean mayBeFlagged(Fact fact, String flag, String subject) {
        if (fact.dimensions.department().equals(subject)) {
            return true;
        }
        for (int i = 0; i < fact.flags.length; i += 2) {
            if (fact.flags[i].equals(flag) && fact.flags[i + 1].equals(subject)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a record may touch. */
    interface Touch {
        boolean by(Fact fact);
    }

    /** One row. */
    record OneRow(RowKey row, Touch touch) implements Target {
        @Override
        public boolean holds(RowKey other) {
            return row.equals(other);
        }

        @Override
        public boolean mayTouch(Fact fact) {
            return touch.by(fact);
        }
    }
}
