package io.haochaping.dashboard.cut;

import io.haochaping.dashboard.figures.Cells;
import io.haochaping.dashboard.figures.CodeBook;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.dashboard.figures.Slice;
import io.haochaping.domain.calendar.MonthCutOff;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Moves what is held in memory from cut to cut, reading only what has changed. A store that did not go on from the cut that is held (put back, rebuilt,
 * switched, restated) is read anew as a whole. Used by one thread; a move that fails leaves everything as it was.
 */
final class History {
    private static final State NOTHING = new State(
            null,
            new Snapshot.Held(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Cells.NONE),
            Map.of(),
            Map.of(),
            BadReviews.NONE);

    private final String schema;
    private final int mostLeaves;
    private final LongConsumer daysRead;
    private final CodeBook codes = new CodeBook();
    private final ReviewReader reviews;
    private State state = NOTHING;

    /**
     * @param cut null: nothing is held
     * @param leaves of the newest hours, by their start
     * @param minutes by which a minute is seen to have changed
     */
    private record State(
            CutState cut,
            Snapshot.Held held,
            Map<Long, HeldLeaves> leaves,
            Map<Long, StoreReader.MinuteState> minutes,
            BadReviews badReviews) {
        long completeThrough() {
            return cut == null ? CutState.UNKNOWN : cut.completeThrough();
        }
    }

    /** @param daysRead is told how many days were read anew or moved */
    History(String schema, LongConsumer daysRead) {
        this(schema, daysRead, HeldLeaves.MOST);
    }

    /** @param mostLeaves an hour that has more is read by department */
    History(String schema, LongConsumer daysRead, int mostLeaves) {
        this.mostLeaves = mostLeaves;
        this.schema = schema;
        this.daysRead = daysRead;
        this.reviews = new ReviewReader(schema);
    }

    /**
     * The store as it is in the transaction of the connection, which must see one moment: repeatable read.
     *
     * @return empty: no cut was ever committed
     */
    Optional<Snapshot> move(Connection connection) throws SQLException {
        StoreReader reader = new StoreReader(connection, schema);
        Optional<CutState> head = reader.head();
        if (head.isEmpty()) {
            state = NOTHING;
            return Optional.empty();
        }
        CutState cut = head.get();
        boolean goesOn =
                state.cut != null && cut.completeThrough() >= state.completeThrough() && reader.wentOnFrom(state.cut);
        State from = goesOn ? state : NOTHING;
        BadReviews badReviews = badReviews(connection, from, cut);
        State next = cut.isCompleteThroughKnown()
                ? new Move(from, cut, badReviews, reader, new LeafReader(connection, schema, codes)).run()
                : new State(cut, NOTHING.held, Map.of(), Map.of(), badReviews);
        Snapshot snapshot = new Snapshot(cut, codes, next.held, reader.lists(badReviews));
        state = next;
        return Optional.of(snapshot);
    }

    /** The days of the window, and whatever is newer: a rating may lie after completeThrough. Without completeThrough, all. */
    private BadReviews badReviews(Connection connection, State from, CutState cut) throws SQLException {
        if (!cut.isCompleteThroughKnown()) {
            return reviews.since(connection, 0);
        }
        long firstDay = new Window(cut.completeThrough()).firstDay();
        return from.cut == null || !from.cut.isCompleteThroughKnown()
                ? reviews.since(connection, ShanghaiTime.startOfDay(firstDay))
                : reviews.changed(connection, from.badReviews, from.cut.epoch(), firstDay);
    }

    /** One move; its parts are read in the order of the methods. */
    private final class Move {
        private final State from;
        private final CutState cut;
        private final BadReviews badReviews;
        private final StoreReader reader;
        private final LeafReader leaves;
        private final Window window;
        private final Map<Long, Set<String>> changedDays = new HashMap<>();
        private final Map<Long, Set<String>> changedHours = new HashMap<>();
        private final Set<Long> hoursWithGoneLeaves = new HashSet<>();
        private final Map<Long, HeldLeaves> heldLeaves = new HashMap<>();
        /** Whether every cut since the one that is held does. */
        private boolean namesLeaves;
        /** What they name, by the start of the hour. */
        private Map<Long, Map<UUID, HeldLeaves.Leaf>> written = Map.of();

        Move(State from, CutState cut, BadReviews badReviews, StoreReader reader, LeafReader leaves) {
            this.from = from;
            this.cut = cut;
            this.badReviews = badReviews;
            this.reader = reader;
            this.leaves = leaves;
            this.window = new Window(cut.completeThrough());
        }

        State run() throws SQLException {
            if (from.cut != null) {
                readChanges(ShanghaiTime.startOfDay(window.firstDay()));
            }
            NavigableMap<Long, Slice> hours = hours();
            NavigableMap<Long, Slice> days = days(hours);
            Map<Long, StoreReader.MinuteState> states = reader.minuteStates(window.firstMinute(), window.lastMinute());
            Snapshot.Held held = new Snapshot.Held(days, hours, minutes(states), month(days));
            return new State(cut, held, heldLeaves, states, badReviews);
        }

        private void readChanges(long first) throws SQLException {
            namesLeaves = reader.namesLeaves(from.cut.epoch());
            for (StoreReader.Change change : reader.changes(from.cut.epoch(), first, namesLeaves)) {
                changed(change.hour(), change.department());
                if (change.gone()) {
                    hoursWithGoneLeaves.add(change.hour());
                }
            }
            if (namesLeaves) {
                written = leaves.written(from.cut.epoch(), first);
                written.forEach((hour, ofHour) ->
                        ofHour.values().forEach(leaf -> changed(hour, codes.department(leaf.cell()))));
            }
        }

        private void changed(long hour, String department) {
            changedHours.computeIfAbsent(hour, first -> new HashSet<>()).add(department);
            changedDays
                    .computeIfAbsent(ShanghaiTime.dayIndex(hour), first -> new HashSet<>())
                    .add(department);
        }

        private NavigableMap<Long, Slice> days(Map<Long, Slice> hours) throws SQLException {
            NavigableMap<Long, Slice> days = new TreeMap<>();
            int read = 0;
            for (long day = window.firstDay(); day <= window.lastDay(); day++) {
                Slice known = from.held.days().get(day);
                Slice now = day(day, known, hours);
                read += now == known ? 0 : 1;
                days.put(day, now);
            }
            daysRead.accept(read);
            return days;
        }

        private Slice day(long day, Slice known, Map<Long, Slice> hours) throws SQLException {
            Set<String> departments = changedDays.get(day);
            if (known != null && departments != null && !newlyShows(day)) {
                Set<Long> changed = changedHoursOf(day);
                if (hours.keySet().containsAll(changed)
                        && from.held.hours().keySet().containsAll(changed)) {
                    return Slice.of(moved(known.cells(), changed, hours));
                }
            }
            return slice(ShanghaiTime.startOfDay(day), ShanghaiTime.startOfDay(day + 1), day, known, departments);
        }

        private Set<Long> changedHoursOf(long day) {
            return changedHours.keySet().stream()
                    .filter(hour -> ShanghaiTime.dayIndex(hour) == day)
                    .collect(Collectors.toSet());
        }

        /** What its hours have become is added, what they were is taken away: a day need not be read for a cut of its last minutes. */
        private Cells moved(Cells day, Set<Long> changed, Map<Long, Slice> hours) {
            Cells moved = day;
            for (long hour : changed) {
                moved = moved.plus(hours.get(hour).cells())
                        .minus(from.held.hours().get(hour).cells());
            }
            return moved;
        }

        private boolean newlyShows(long day) {
            return window.newlyShows(day, from.completeThrough());
        }

        /** @param departments what changed between both instants, which lie in that day; null: nothing */
        private Slice slice(long start, long end, long day, Slice known, Set<String> departments) throws SQLException {
            if (known == null || newlyShows(day)) {
                return Slice.of(leaves.hours(start, end));
            }
            if (departments == null) {
                return known;
            }
            Cells now = leaves.hours(start, end, departments);
            return Slice.of(known.cells().withDepartments(numbers(departments), now));
        }

        private Set<Integer> numbers(Set<String> departments) {
            Set<Integer> numbers = new HashSet<>();
            for (String department : departments) {
                OptionalInt number = codes.of(Dimension.DEPARTMENT).find(department);
                number.ifPresent(numbers::add);
            }
            return numbers;
        }

        private NavigableMap<Long, Slice> hours() throws SQLException {
            NavigableMap<Long, Slice> hours = new TreeMap<>();
            for (long hour = window.firstHour(); hour <= window.lastHour(); hour += ShanghaiTime.MILLIS_PER_HOUR) {
                hours.put(
                        hour,
                        hour < window.lastHour() - ShanghaiTime.MILLIS_PER_HOUR ? settledHour(hour) : newHour(hour));
            }
            return hours;
        }

        private Slice settledHour(long hour) throws SQLException {
            return slice(
                    hour,
                    hour + ShanghaiTime.MILLIS_PER_HOUR,
                    ShanghaiTime.dayIndex(hour),
                    from.held.hours().get(hour),
                    changedHours.get(hour));
        }

        /** The hour that every cut changes, and the one before: their leaves are held. */
        private Slice newHour(long hour) throws SQLException {
            Slice known = from.held.hours().get(hour);
            HeldLeaves before = from.leaves.get(hour);
            boolean anew = known == null || newlyShows(ShanghaiTime.dayIndex(hour));
            if (!anew && before == null) {
                // There were too many.
                return settledHour(hour);
            }
            if (!anew && !changedHours.containsKey(hour)) {
                heldLeaves.put(hour, before);
                return known;
            }
            if (anew || hoursWithGoneLeaves.contains(hour)) {
                HeldLeaves all = HeldLeaves.of(leaves.leaves(hour));
                hold(hour, all);
                return Slice.of(all.cells());
            }
            HeldLeaves.Step step = before.with(
                    namesLeaves ? written.getOrDefault(hour, Map.of()) : leaves.leaves(hour, from.cut.epoch()));
            hold(hour, step.after());
            return Slice.of(known.cells().plus(step.change()));
        }

        private void hold(long hour, HeldLeaves leavesOfIt) {
            if (leavesOfIt.size() <= mostLeaves) {
                heldLeaves.put(hour, leavesOfIt);
            }
        }

        private NavigableMap<Long, Slice> minutes(Map<Long, StoreReader.MinuteState> states) throws SQLException {
            NavigableMap<Long, Slice> minutes = new TreeMap<>();
            Set<Long> changed = new HashSet<>();
            states.forEach((minute, now) -> {
                if (now.equals(from.minutes.get(minute))) {
                    minutes.put(minute, from.held.minutes().get(minute));
                } else {
                    changed.add(minute);
                }
            });
            leaves.minutes(changed).forEach((minute, cells) -> minutes.put(minute, Slice.of(cells)));
            return minutes;
        }

        /** What changed is added and what it was is taken away, so that a cut costs its own days and not the whole month. */
        private Cells month(NavigableMap<Long, Slice> days) {
            boolean same = from.cut != null
                    && from.completeThrough() != CutState.UNKNOWN
                    && MonthCutOff.monthIndexOf(from.completeThrough()) == window.month();
            Cells month = same ? from.held.month() : Cells.NONE;
            for (Map.Entry<Long, Slice> day :
                    days.tailMap(Period.firstDay(window.month()), true).entrySet()) {
                Slice before = same ? from.held.days().get(day.getKey()) : null;
                if (before != day.getValue()) {
                    month = month.plus(day.getValue().cells());
                    month = before == null ? month : month.minus(before.cells());
                }
            }
            return month;
        }
    }
}
