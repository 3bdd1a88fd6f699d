package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.code.RegionWithin;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.Dimensions;
import java.util.Arrays;

/**
 * Whether a record may contribute to hour leaves or minutes of a time and place: cheap, and never no where the ledger would say yes.
 *
 * <p>What a record contributes stands in its own dimensions (or those of an item that takes part, or of its default) and at its own time, at the completion it carries, or at the
 * default of its completion. Only a default that was sent takes its time from another record, and a complaint or a work order is due at some time behind its beginning.
 *
 * @param from milliseconds
 * @param to milliseconds, exclusive
 * @param at null in a dimension: any
 * @param regions null: the region of {@code at}, or any
 * @param longestDefaultDays most days from a completion to its default
 */
record Reach(long from, long to, Dimensions at, RegionWithin regions, int longestDefaultDays) {
    /** One region, or any. */
    Reach(long from, long to, Dimensions at, int longestDefaultDays) {
        this(from, to, at, null, longestDefaultDays);
    }

    boolean touches(Fact fact) {
        return isInPlace(fact) && isInTime(fact);
    }

    private boolean isInTime(Fact fact) {
        return fact.isDefault
                || holds(fact.ownTime)
                || fact.completedAt != 0 && holds(fact.completedAt)
                || (fact.kind == FactKind.COMPLAINT || fact.kind == FactKind.WORK_ORDER) && fact.ownTime < to
                || fact.kind == FactKind.COMPLETED && mayBeRatedByDefault(fact.ownTime);
    }

    private boolean holds(long time) {
        return time >= from && time < to;
    }

    private boolean mayBeRatedByDefault(long completedAt) {
        return completedAt < to && ShanghaiTime.endOfDayAfter(completedAt, longestDefaultDays) >= from;
    }

    private boolean isInPlace(Fact fact) {
        return isAt(fact.dimensions, fact.participating)
                || fact.kind == FactKind.COMPLETED && isAt(fact.dimensions.asDefault(), Fact.NO_TEXTS);
    }

    boolean isAt(Dimensions of) {
        return isAt(of, Fact.NO_TEXTS);
    }

    private boolean isAt(Dimensions of, String[] participating) {
        return isAny(at.region(), of.region())
                && (regions == null || regions.holds(of.region()))
                && isAny(at.department(), of.department())
                && isAny(at.venue(), of.venue())
                && (isAny(at.item(), of.item()) || Arrays.asList(participating).contains(at.item()))
                && isAny(at.channel(), of.channel())
                && isAny(at.originApp(), of.originApp());
    }

    private static boolean isAny(String asked, String found) {
        return asked == null || asked.equals(found);
    }
}
