package io.haochaping.traffic;

import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Weeks of ratings of the district, as a source without a case feed keeps them: each rating carries when its case was accepted and completed. One topic,
 * meant to be declared copied, so every record has its first append time; every day ends with a round of ticks. People come as {@link Rhythm} has it,
 * departments differ in how quick and how well liked they are, one record in a hundred lies there twice, one in five hundred is
 * rated again, one in five thousand is broken. The same arguments give the same records in the same order.
 *
 * <p><b>How far back.</b> To the newest month that is settled, so that it holds one whole settled month and what came since: 42 to 77 days. A round of ticks at
 * the end of every day lets {@code completeThrough} follow the reading of it; a month is called settled when it has been read.
 */
final class HistoryPlan {
    private static final byte[] RATING = Wire.header(Wire.schema("rating"));
    private static final long DELIVERY = 90 * Span.SECOND;
    private static final long SURELY_SETTLED = 25 * Span.DAY;
    private static final int DUPLICATE_IN = 100;
    private static final int RATED_AGAIN_IN = 500;
    private static final int BROKEN_IN = 5_000;
    private static final int DEFAULT_IN = 14;
    private static final int REAL_NAME_IN = 3;
    private static final long DEFAULT_AFTER = 7 * Span.DAY;

    /** Where the records go, in the order in which they lie in each partition. */
    interface Sink {
        /** @param appendAt first append time in milliseconds, for the header */
        void take(int partition, byte[] key, byte[] value, long appendAt);
    }

    /**
     * What was written.
     *
     * @param ratings that count, defaults not among them
     */
    record Totals(long ratings, long defaults, long duplicates, long superseded, long quarantined, long ticks) {
        /** Records but ticks. */
        long received() {
            return ratings + defaults + duplicates + superseded + quarantined;
        }
    }

    private final long seed;
    private final long cases;
    private final long from;
    private final long to;
    private final int partitions;
    private final World world = new World();
    /** Weight of all hours before, by the start of the hour. */
    private final TreeMap<Long, Long> hours = new TreeMap<>();

    private final long weight;

    /** @param to first millisecond that is not in it any more; T of its ticks */
    HistoryPlan(long seed, long cases, long to, int partitions) {
        this.seed = seed;
        this.cases = cases;
        this.to = to;
        this.partitions = partitions;
        from = newestSettled(to);
        long sum = 0;
        for (long hour = from; hour < to; hour += Span.HOUR) {
            hours.put(sum, hour);
            sum += Rhythm.weight(hour);
        }
        weight = sum;
    }

    /** First millisecond of the newest month that is settled then. */
    static long newestSettled(long at) {
        YearMonth former = month(at).minusMonths(1);
        return WorkingDays.startOf((at >= cutOff(former) ? former : former.minusMonths(1)).atDay(1));
    }

    private static YearMonth month(long at) {
        return YearMonth.from(Run.day(at));
    }

    /** Where the calendar of a year is not known here, late enough for ten working days and any holiday: the history then holds a month more. */
    private static long cutOff(YearMonth month) {
        OptionalLong known = WorkingDays.cutOff(month);
        return known.orElse(WorkingDays.startOf(month.plusMonths(1).atDay(1)) + SURELY_SETTLED);
    }

    long from() {
        return from;
    }

    Totals writeTo(Sink sink, String topic) {
        Writing writing = new Writing(sink);
        long day = from + Span.DAY;
        long ticks = 0;
        for (long number = 0; number < cases; number++) {
            // Numbers ascend by the hour, and nothing is appended before it is rated: what follows belongs behind this
            // tick.
            long hour = hourOf(number);
            while (day <= hour) {
                ticks += tick(sink, topic, day);
                day += Span.DAY;
            }
            writing.write(number);
        }
        ticks += tick(sink, topic, to);
        return new Totals(
                writing.ratings, writing.defaults, writing.duplicates, writing.superseded, writing.quarantined, ticks);
    }

    private int tick(Sink sink, String topic, long at) {
        byte[] tick = TickRounds.value(List.of(topic), partitions, at);
        for (int partition = 0; partition < partitions; partition++) {
            sink.take(partition, null, tick, at);
        }
        return partitions;
    }

    /** The hour in which the case of that number is rated: numbers ascend with time. */
    private long hourOf(long number) {
        return hours.floorEntry(weight * number / cases).getValue();
    }

    private long moment(Draw draw, long number) {
        long hour = hourOf(number);
        return draw.between(hour, Math.min(hour + Span.HOUR, to));
    }

    /** The writing of it, with its buffer and counts. */
    private final class Writing {
        private final Sink sink;
        private final AvroBytes bytes = new AvroBytes();
        private long ratings;
        private long defaults;
        private long duplicates;
        private long superseded;
        private long quarantined;

        private Writing(Sink sink) {
            this.sink = sink;
        }

        private void write(long number) {
            Draw draw = Draw.of(seed, number);
            CaseFile file = world.file(draw, String.format(Locale.ROOT, "BYLS%X-%08d", to / 1_000, number));
            Manner manner = Manner.of(file);
            long ratedAt = moment(draw, number);
            boolean byDefault = draw.oneIn(DEFAULT_IN) && ratedAt - DEFAULT_AFTER - 2 * Span.DAY > from;
            long completedAt = Math.max(
                    from, ratedAt - (byDefault ? DEFAULT_AFTER : 0) - draw.between(Span.MINUTE, 20 * Span.MINUTE));
            long acceptedAt = completedAt - manner.handling(draw);
            int level = byDefault ? 3 : manner.level(draw);
            Lines lines = new Lines(file, acceptedAt, completedAt, byDefault);
            long appendAt = Math.min(to - 1, ratedAt + draw.between(Span.SECOND, DELIVERY));
            int partition = Utils.toPositive(Utils.murmur2(Story.utf8(file.number()))) % partitions;

            rating(draw, lines, level, ratedAt);
            boolean counts = take(draw, partition, file, appendAt);
            if (counts && byDefault) {
                defaults++;
            } else if (counts) {
                ratings++;
            }
            long again = ratedAt + 3 * Span.MINUTE;
            if (counts && !byDefault && again < to && draw.oneIn(RATED_AGAIN_IN)) {
                rating(draw, lines, level == 5 ? 4 : 5, again);
                superseded += take(draw, partition, file, Math.min(to - 1, again + Span.SECOND)) ? 1 : 0;
            }
        }

        /** Whether it is a record that can be read; a broken one is not sent twice. */
        private boolean take(Draw draw, int partition, CaseFile file, long appendAt) {
            byte[] key = Story.utf8(file.number());
            if (draw.oneIn(BROKEN_IN)) {
                byte[] whole = bytes.copy();
                sink.take(partition, key, java.util.Arrays.copyOf(whole, whole.length - 1), appendAt);
                quarantined++;
                return false;
            }
            sink.take(partition, key, bytes.copy(), appendAt);
            if (draw.oneIn(DUPLICATE_IN)) {
                sink.take(partition, key, bytes.copy(), appendAt);
                duplicates++;
            }
            return true;
        }

        /** Field by field as rating.avsc has them; a test reads it back with the schema. */
        private void rating(Draw draw, Lines lines, int level, long ratedAt) {
            CaseFile file = lines.file();
            String channel = lines.byDefault() ? "default" : file.ratingChannel();
            List<String> tags = lines.byDefault() ? List.of() : Tags.of(draw, level);
            bytes.restart().raw(RATING).text(file.issuingSystem()).text(file.number());
            bytes.number(1).text(file.codeSystem()).text(RawCodes.level(file.codeSystem(), level));
            bytes.text(RawCodes.channel(file.codeSystem(), channel)).text(lines.byDefault() ? "" : file.originApp());
            bytes.nothing().nothing().text(file.region()).text(file.department());
            bytes.text(file.venue()).nothing().nothing().text(file.item()).nothing();
            bytes.number(ratedAt).number(1).number(lines.acceptedAt()).number(1).number(lines.completedAt());
            if (!tags.isEmpty()) {
                bytes.number(tags.size());
                tags.forEach(bytes::text);
            }
            bytes.nothing().truth(lines.byDefault()).truth(!lines.byDefault() && draw.oneIn(REAL_NAME_IN));
            bytes.nothing().truth(false).number(0).nothing().nothing().nothing().nothing();
        }
    }

    /** What a rating says of its case. */
    private record Lines(CaseFile file, long acceptedAt, long completedAt, boolean byDefault) {}

    /**
     * How a department works.
     *
     * @param badPerTenThousand of those who rate
     * @param days that a case which is not done at once takes at most
     */
    private record Manner(int badPerTenThousand, int atOnceIn, int days) {
        private static Manner of(CaseFile file) {
            int kind = Math.floorMod(file.department().hashCode(), 11);
            return new Manner(kind == 0 ? 220 : 15 + 9 * kind, 2 + kind % 3, 1 + kind % 6);
        }

        private int level(Draw draw) {
            boolean bad = draw.below(10_000) < badPerTenThousand;
            return bad ? 1 + draw.below(2) : 5 - draw.weighted(96, 3, 1);
        }

        private long handling(Draw draw) {
            return draw.oneIn(atOnceIn)
                    ? draw.between(4 * Span.MINUTE, 40 * Span.MINUTE)
                    : draw.between(6 * Span.HOUR, (1 + days) * Span.DAY);
        }
    }
}
