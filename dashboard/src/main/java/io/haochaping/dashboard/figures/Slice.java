package io.haochaping.dashboard.figures;

import io.haochaping.domain.tally.Tally;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A minute, an hour or a day: its cells, and beforehand the sums that a line over a year asks for most.
 *
 * @param byChannel by the channel's number
 */
public record Slice(Cells cells, Tally total, Map<Integer, Tally> byChannel) {
    public static final Slice EMPTY = new Slice(Cells.NONE, Tally.ZERO, Map.of());

    public static Slice of(Cells cells) {
        Map<Integer, Tally> byChannel = cells.groups(Dimension.CHANNEL, Selection.EVERYTHING).stream()
                .collect(Collectors.toMap(Cells.Group::number, Cells.Group::tally));
        Sum total = new Sum();
        byChannel.values().forEach(total::add);
        return new Slice(cells, total.take(), byChannel);
    }

    /** The selected figures; a {@link Sum} at hand saves one per slice. */
    public Tally sum(Selection selection, Sum sum) {
        if (selection.isEverything()) {
            return total;
        }
        return selection.isChannelAlone()
                ? byChannel.getOrDefault(selection.channel(), Tally.ZERO)
                : cells.sum(selection, sum);
    }
}
