package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A published period, frozen, without its rows.
 *
 * @param number one series for the whole store, from 1
 * @param firstDay of the period in Asia/Shanghai
 * @param lastDay of the period, inclusive
 * @param cutOff when the last rules closed the period; empty: no calendar said it when the snapshot was taken
 * @param provisional whether the cut had not reached the cut-off
 * @param cut whose rows it holds, with what a replay of it needs
 * @param rows how many it holds
 * @param digest SHA-256 over them, hexadecimal
 * @param predecessor seal of the snapshot before; empty: the first
 * @param takenBy role of the database, behind the office where one was named
 * @param reason may be empty where it restates none
 * @param restates number of the snapshot of the same period that it takes the place of
 * @param differingRows rows that are not the same as there; 0 where it restates none
 * @param seal as it stands in the store, {@link #computedSeal} if nobody changed anything
 */
public record Snapshot(
        long number,
        LocalDate firstDay,
        LocalDate lastDay,
        Optional<Instant> cutOff,
        boolean provisional,
        StoredCut cut,
        long rows,
        String digest,
        String predecessor,
        Instant takenAt,
        String takenBy,
        String reason,
        OptionalLong restates,
        long differingRows,
        String seal) {

    /** The rows that are frozen for a period. */
    public static RowScope scope(LocalDate firstDay, LocalDate lastDay) {
        return RowScope.ofDays(firstDay, lastDay.plusDays(1)).published();
    }

    public RowScope scope() {
        return scope(firstDay, lastDay);
    }

    Snapshot sealed() {
        return new Snapshot(
                number,
                firstDay,
                lastDay,
                cutOff,
                provisional,
                cut,
                rows,
                digest,
                predecessor,
                takenAt,
                takenBy,
                reason,
                restates,
                differingRows,
                computedSeal());
    }

    /** SHA-256 over {@link #text}, hexadecimal. */
    String computedSeal() {
        return new RowDigest().hex(text());
    }

    /** Everything that the snapshot says but its seal, a line each (docs/audit.md). Never change a line: every seal goes over them. */
    String text() {
        StringBuilder text = new StringBuilder(1_024);
        line(text, "snapshot", number);
        line(text, "period", firstDay, lastDay);
        line(text, "cut-off", cutOff.map(Instant::toString).orElse("-"));
        line(text, "provisional", provisional);
        line(text, "cut", cut.epoch(), cut.name());
        line(text, "committed", cut.committedAt());
        line(text, "complete-through", cut.completeThrough());
        line(text, "ratings", cut.ratings());
        cut.decisions().forEach((name, decided) -> line(text, "decision", decided, name));
        line(text, "decision-set", cut.decisionSetDigest());
        line(text, "code", cut.codeVersion());
        for (PartitionProgress read : cut.partitions()) {
            line(
                    text,
                    "partition",
                    read.source().topic(),
                    read.source().partition(),
                    read.startOffset(),
                    read.endOffset(),
                    read.received(),
                    read.ticks(),
                    read.lastTick());
        }
        line(text, "rows", rows, digest);
        line(text, "restates", restates.isPresent() ? restates.getAsLong() : "-", differingRows);
        line(text, "taken", takenAt, takenBy);
        line(text, "reason", reason);
        line(text, "predecessor", predecessor);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object... values) {
        text.append(name);
        for (Object value : values) {
            text.append(' ').append(value.toString().replace("\\", "\\\\").replace("\n", "\\n"));
        }
        text.append('\n');
    }
}
