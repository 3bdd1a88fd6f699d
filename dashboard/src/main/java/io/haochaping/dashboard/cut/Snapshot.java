package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.Cells;
import io.haochaping.dashboard.figures.CodeBook;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.dashboard.figures.Figures;
import io.haochaping.dashboard.figures.Selection;
import io.haochaping.dashboard.figures.Slice;
import io.haochaping.dashboard.figures.Sum;
import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everything that answers are made of, as it stood at one cut. Immutable; what is asked for most is made once, when somebody first asks or by {@link #makeReady}. */
public final class Snapshot {
    private final CutState cut;
    private final CodeBook codes;
    private final Held held;
    private final Lists lists;
    private final Map<Period, Cells> cells = new ConcurrentHashMap<>();
    private final Map<Period, Tally> totals = new ConcurrentHashMap<>();
    /** Tables that are not narrowed, which is what most ask for. */
    private final Map<Table, List<Cells.Group>> tables = new ConcurrentHashMap<>();

    private record Table(Period period, Dimension dimension) {}

    /** The parts of a snapshot that are read whole at every cut. */
    record Lists(
            List<EquationLine> equation,
            Long earlierEpoch,
            BadReviews badReviews,
            List<Alert> alerts,
            Set<Integer> settledMonths) {}

    /**
     * The figures, by the start of the minute or hour in milliseconds and by the index of the day.
     *
     * @param month of the month that holds completeThrough
     */
    record Held(
            NavigableMap<Long, Slice> days,
            NavigableMap<Long, Slice> hours,
            NavigableMap<Long, Slice> minutes,
            Cells month) {
        long bytes() {
            long bytes = month.bytes();
            for (NavigableMap<Long, Slice> slices : List.of(days, hours, minutes)) {
                for (Slice slice : slices.values()) {
                    bytes += slice.cells().bytes();
                }
            }
            return bytes;
        }
    }

    /** A point of a trend; {@code at} is the start of its step in milliseconds. */
    public record Point(long at, boolean settled, Figures figures) {}

    Snapshot(CutState cut, CodeBook codes, Held held, Lists lists) {
        this.cut = cut;
        this.codes = codes;
        this.held = held;
        this.lists = lists;
    }

    /** Makes what is asked for most before anybody asks: after it, an answer that is not narrowed adds nothing up. */
    void makeReady() {
        for (Period period : Period.values()) {
            total(period, Selection.EVERYTHING);
            for (Dimension dimension : Dimension.values()) {
                table(period, dimension, Selection.EVERYTHING);
            }
        }
    }

    private Cells cells(Period period) {
        return cells.computeIfAbsent(period, asked -> cut.isCompleteThroughKnown() ? cellsOf(asked) : Cells.NONE);
    }

    private Cells cellsOf(Period period) {
        long through = cut.completeThrough();
        return switch (period) {
            case NOW ->
                held.minutes.tailMap(period.from(through), true).values().stream()
                        .map(Slice::cells)
                        .reduce(Cells.NONE, Cells::plus);
            case HOUR ->
                held.hours.getOrDefault(period.from(through), Slice.EMPTY).cells();
            case TODAY ->
                held.days
                        .getOrDefault(ShanghaiTime.dayIndex(through), Slice.EMPTY)
                        .cells();
            case MONTH -> held.month;
        };
    }

    public CutState cut() {
        return cut;
    }

    public CodeBook codes() {
        return codes;
    }

    public Figures total(Period period, Selection selection) {
        Tally tally = selection.isEverything()
                ? totals.computeIfAbsent(period, asked -> cells(asked).sum(selection))
                : cells(period).sum(selection);
        return new Figures(tally, period == Period.NOW);
    }

    public List<Cells.Group> table(Period period, Dimension dimension, Selection selection) {
        return selection.isEverything()
                ? tables.computeIfAbsent(
                        new Table(period, dimension), asked -> cells(period).groups(dimension, selection))
                : cells(period).groups(dimension, selection);
    }

    /** Oldest first, without gaps; empty where completeThrough is not known. */
    public List<Point> trend(Span span, Selection selection) {
        if (!cut.isCompleteThroughKnown()) {
            return List.of();
        }
        Window window = new Window(cut.completeThrough());
        List<Point> points = new ArrayList<>(span.points());
        Sum sum = new Sum();
        for (int back = span.points() - 1; back >= 0; back--) {
            long at =
                    switch (span.step()) {
                        case MINUTE -> window.lastMinute() - back * ShanghaiTime.MILLIS_PER_MINUTE;
                        case HOUR -> window.lastHour() - back * ShanghaiTime.MILLIS_PER_HOUR;
                        case DAY -> window.lastDay() - back;
                    };
            Slice slice =
                    switch (span.step()) {
                        case MINUTE -> held.minutes.getOrDefault(at, Slice.EMPTY);
                        case HOUR -> held.hours.getOrDefault(at, Slice.EMPTY);
                        case DAY -> held.days.getOrDefault(at, Slice.EMPTY);
                    };
            long start = span.step() == Span.Step.DAY ? ShanghaiTime.startOfDay(at) : at;
            points.add(new Point(
                    start, isSettled(start), new Figures(slice.sum(selection, sum), span.step() == Span.Step.MINUTE)));
        }
        return points;
    }

    /** Whether everything appended before the cut-off of the instant's month has been read. */
    public boolean isSettled(long millis) {
        return lists.settledMonths.contains(MonthCutOff.monthIndexOf(millis));
    }

    public List<EquationLine> equation() {
        return lists.equation;
    }

    /** The line over all topics. */
    public EquationLine equationTotal() {
        return lists.equation.stream()
                .filter(line -> line.grain().equals("total"))
                .findFirst()
                .orElseThrow();
    }

    /** Of the cut before this one; null: there is none. */
    public Long earlierEpoch() {
        return lists.earlierEpoch;
    }

    /** Partitions whose records are not all in a class. Their gaps may cancel each other in the total. */
    public long openPartitions() {
        return lists.equation.stream()
                .filter(line -> line.partition() != null && line.isOpen())
                .count();
    }

    public BadReviews badReviews() {
        return lists.badReviews;
    }

    public List<Alert> alerts() {
        return lists.alerts;
    }

    /** About what the figures take in memory. */
    public long bytes() {
        return held.bytes();
    }
}
