package io.haochaping.dashboard.cut;

import java.util.List;

/**
 * Both closing equations as a cut left them.
 *
 * @param committedAt milliseconds, by the clock of the database
 * @param completeThrough milliseconds; null: not known then
 * @param restored only where the cut is still the head
 * @param earlierEpoch of the cut before; null: there is none
 * @param laterEpoch of the cut behind; null: it is the newest
 * @param lines partitions by topic and number, then topics, then the total
 */
public record EarlierEquation(
        long epoch,
        long committedAt,
        Long completeThrough,
        boolean restored,
        long ratings,
        long counted,
        long generated,
        Long earlierEpoch,
        Long laterEpoch,
        List<EquationLine> lines) {

    EarlierEquation with(List<EquationLine> read) {
        return new EarlierEquation(
                epoch,
                committedAt,
                completeThrough,
                restored,
                ratings,
                counted,
                generated,
                earlierEpoch,
                laterEpoch,
                read);
    }
}
