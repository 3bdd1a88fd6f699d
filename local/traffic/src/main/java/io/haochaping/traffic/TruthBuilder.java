package io.haochaping.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Books what the stories say into rows, with an arithmetic of its own for buckets, months and working days. */
final class TruthBuilder {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(WorkingDays.ZONE);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm").withZone(WorkingDays.ZONE);
    private static final String RULES = "builtin-1";
    private static final long KEPT_MINUTES = 3 * Span.DAY;
    private static final List<String> NOT_PER_MINUTE =
            List.of("shared_", "complaint_", "limits_", "day_timed", "within_day", "promised", "statutory", "lengths_");

    private final Map<String, Map<String, Long>> rows = new HashMap<>();
    /** What stands in these rows beside, where the rules have deadlines of work orders. */
    private final Map<String, Map<String, Long>> ordersDue = new HashMap<>();

    private final Map<SourcePartition, Truth.Partition> partitions = new TreeMap<>();
    private final Map<String, Long> quarantined = new TreeMap<>();
    private final SortedSet<String> suspects = new TreeSet<>();
    private final long completeThrough;
    private final String watchedRow;
    private final List<String> watched = new ArrayList<>();
    private String teller = "";

    TruthBuilder(long completeThrough) {
        this(completeThrough, "");
    }

    /** @param watchedRow row whose contributions are written down one by one, with the case that makes them */
    TruthBuilder(long completeThrough, String watchedRow) {
        this.completeThrough = completeThrough;
        this.watchedRow = watchedRow;
    }

    void teller(String name) {
        teller = name;
    }

    List<String> watched() {
        return watched;
    }

    /** A figure of the hour leaf and, but for buckets, shared figures and those of complaints and limits, of the minute. */
    void add(String figure, long amount, long at, Dimensions in, Life life) {
        settle(rows, figure, amount, at, in, life, "");
        boolean live = !figure.contains("@") && NOT_PER_MINUTE.stream().noneMatch(figure::startsWith);
        if (live && life.standsInTheEnd() && minuteOf(at) > completeThrough - KEPT_MINUTES) {
            book(
                    rows,
                    key("minute", MINUTE.format(Instant.ofEpochMilli(at)), in.region(), in.department(), in.channel()),
                    figure,
                    amount);
        }
    }

    /** A figure of a dated row: a default at D, or what is due at its deadline. */
    void addDated(String figure, long at, Dimensions in, Life life) {
        settle(rows, figure, 1, at, in, life, "dated-");
    }

    /**
     * What is due of a work order, where the rules have deadlines.
     *
     * @param dated at its deadline; false: it cannot be told, and stands where the days begin
     */
    void addOrderDue(String figure, long at, boolean dated, Dimensions in, Life life) {
        settle(ordersDue, figure, 1, at, in, life, dated ? "dated-" : "");
    }

    void tag(String tag, long at, Dimensions in) {
        book(key("tag", Run.day(at).toString(), in.item(), tag), "tagged", 1);
    }

    void suspect(String signal, CaseFile file, int ordinal) {
        suspects.add(String.join("|", signal, file.scope(), file.number(), Integer.toString(ordinal)));
    }

    void bad(CaseFile file, Rated rated) {
        SortedSet<String> tags = new TreeSet<>(rated.tags());
        Dimensions in = rated.in();
        book(
                key(
                        "bad",
                        file.scope(),
                        file.number(),
                        Integer.toString(rated.ordinal()),
                        Integer.toString(rated.level()),
                        Long.toString(rated.at()),
                        in.region(),
                        in.department(),
                        in.venue(),
                        in.item(),
                        in.channel(),
                        String.join(";", tags),
                        Boolean.toString(rated.realName())),
                "open",
                1);
    }

    /**
     * How long a case took.
     *
     * @param handled stretches [from, to) in milliseconds in which the case was handled, apart from each other
     */
    void took(long[][] handled, long completedAt, Dimensions in, Life life) {
        long calendarMillis = 0;
        long workingMillis = 0;
        for (long[] stretch : handled) {
            calendarMillis += stretch[1] - stretch[0];
            workingMillis += working(stretch[0], stretch[1]);
        }
        timed("timed", "calendar", calendarMillis / Span.SECOND, completedAt, in, life);
        add("day_timed", 1, completedAt, in, life);
        add("within_day", calendarMillis <= Span.DAY ? 1 : 0, completedAt, in, life);
        if (WorkingDays.known(Run.day(handled[0][0])) && WorkingDays.known(Run.day(completedAt))) {
            timed("working_timed", "working", workingMillis / Span.SECOND, completedAt, in, life);
        }
    }

    /**
     * What a limit counts, at the end of the last stretch: the deadline day by day, moved by what special procedures took.
     *
     * @param life while the limit is known
     * @param timed while acceptance and completion are known, too
     */
    void limit(String name, TimeLimit limit, long[][] handled, Dimensions in, Life life, Life timed) {
        long acceptedAt = handled[0][0];
        long completedAt = handled[handled.length - 1][1];
        add(name, 1, completedAt, in, life);
        long nextDay = WorkingDays.startOf(Run.day(acceptedAt).plusDays(1));
        long stopped = completedAt - acceptedAt;
        long worked = 0;
        for (long[] stretch : handled) {
            stopped -= stretch[1] - stretch[0];
            worked += working(stretch[0], stretch[1]);
        }
        boolean firstDay = completedAt - stopped < nextDay;
        boolean known = WorkingDays.known(Run.day(acceptedAt)) && WorkingDays.known(Run.day(completedAt));
        if (limit.asksTheCalendar() && !known && !firstDay) {
            add(name + "_unknown_days", 1, completedAt, in, timed);
            return;
        }
        OptionalLong runsOut = limit.runsOut(acceptedAt);
        boolean met = firstDay
                || runsOut.isEmpty()
                || (limit.asksTheCalendar() && stopped > 0
                        ? worked < working(acceptedAt, runsOut.getAsLong())
                        : completedAt - stopped < runsOut.getAsLong());
        add(name + "_decided", 1, completedAt, in, timed);
        add(name + "_met", met ? 1 : 0, completedAt, in, timed);
    }

    private void timed(String count, String kind, long seconds, long at, Dimensions in, Life life) {
        add(count, 1, at, in, life);
        add(kind + "_seconds", seconds, at, in, life);
        add(kind + "@" + bucket(seconds), 1, at, in, life);
    }

    /** Bucket i holds [i, i + 1) up to 127 seconds; beyond, every power of two is cut into 128 equal parts. */
    static int bucket(long seconds) {
        if (seconds < 128) {
            return (int) seconds;
        }
        int power = 0;
        while (seconds >> power >= 256) {
            power++;
        }
        return (power + 1) * 128 + (int) ((seconds >> power) - 128);
    }

    private static long working(long from, long to) {
        long sum = 0;
        for (LocalDate day = Run.day(from); !day.isAfter(Run.day(to)); day = day.plusDays(1)) {
            long begin = Math.max(from, WorkingDays.startOf(day));
            long end = Math.min(to, WorkingDays.startOf(day.plusDays(1)));
            sum += WorkingDays.working(day) ? Math.max(0, end - begin) : 0;
        }
        return sum;
    }

    private void settle(
            Map<String, Map<String, Long>> into,
            String figure,
            long amount,
            long at,
            Dimensions in,
            Life life,
            String dated) {
        if (life.empty()) {
            return;
        }
        OptionalLong cutOff = Run.cutOff(at);
        long total = life.standsInTheEnd() ? amount : 0;
        long inTime = cutOff.isEmpty() ? total : life.standsBefore(cutOff.getAsLong()) ? amount : 0;
        book(into, hour(at, in, dated + "in-time"), figure, inTime);
        book(into, hour(at, in, dated + "correction"), figure, total - inTime);
    }

    private static String hour(long at, Dimensions in, String part) {
        return key(
                "hour",
                HOUR.format(Instant.ofEpochMilli(at)),
                in.region(),
                in.department(),
                in.venue(),
                in.item(),
                in.channel(),
                in.originApp(),
                RULES,
                part);
    }

    void received(SourcePartition where, String kind, Outcome outcome) {
        book(key("equation", where.topic(), Integer.toString(where.partition()), kind), outcome.figure(), 1);
        partitions.computeIfAbsent(where, Truth.Partition::new).book(outcome);
    }

    void refused(SourcePartition where, String reason) {
        received(where, "unread", Outcome.QUARANTINED);
        quarantined.merge(reason, 1L, Long::sum);
    }

    void ticks(SourcePartition where, long number) {
        partitions.computeIfAbsent(where, Truth.Partition::new).ticks(number);
    }

    private void book(String key, String figure, long amount) {
        book(rows, key, figure, amount);
    }

    private void book(Map<String, Map<String, Long>> into, String key, String figure, long amount) {
        if (amount == 0) {
            return;
        }
        into.computeIfAbsent(key, any -> new HashMap<>()).merge(figure, amount, Long::sum);
        if (key.equals(watchedRow)) {
            watched.add(teller + ": " + figure + " " + (amount > 0 ? "+" : "") + amount);
        }
    }

    private static long minuteOf(long at) {
        return at - Math.floorMod(at, Span.MINUTE);
    }

    static String key(String... parts) {
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            key.append(key.isEmpty() ? "" : "|")
                    .append(part.replace("\\", "\\\\").replace("|", "\\|"));
        }
        return key.toString();
    }

    Truth build(Map<String, Integer> scenarios) {
        TreeMap<String, String> text = new TreeMap<>();
        long ratings = 0;
        long generated = 0;
        for (Map.Entry<String, Map<String, Long>> row : rows.entrySet()) {
            String figures = FigureOrder.text(row.getValue());
            if (!figures.isEmpty()) {
                text.put(row.getKey(), figures);
            }
            if (row.getKey().startsWith("hour|")) {
                ratings += FigureOrder.ratings(row.getValue());
                generated += row.getValue().getOrDefault("generated_defaults", 0L);
            }
        }
        return new Truth(
                text,
                underDeadlines(text),
                partitions,
                ratings,
                generated,
                quarantined,
                suspects,
                new TreeMap<>(scenarios));
    }

    private TreeMap<String, String> underDeadlines(Map<String, String> text) {
        TreeMap<String, String> under = new TreeMap<>(text);
        ordersDue.forEach((key, due) -> {
            Map<String, Long> figures = new HashMap<>(rows.getOrDefault(key, Map.of()));
            figures.putAll(due);
            String together = FigureOrder.text(figures);
            if (!together.isEmpty()) {
                under.put(key, together);
            }
        });
        return under;
    }
}
