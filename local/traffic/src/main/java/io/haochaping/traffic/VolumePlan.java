package io.haochaping.traffic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * Tens of millions of records, as fast as a core can write them: cases accepted, completed and rated over the channels of Guangdong's
 * bulletin of July 2023, 1.24 ratings to a completion, items by Zipf's law over 30,000, 500 departments, one case in ten that nobody rates and that has a default therefore, one
 * rating in two hundred that an earlier one supersedes which comes later, one record in a hundred twice, one in ten thousand broken. All records of a case lie in the partition of
 * its number. Only totals are known of it, no rows.
 *
 * <p>Several threads can share a stretch between two rounds of ticks; records of a partition then lie in no common order, which moves no
 * effective append time past the next tick.
 */
public final class VolumePlan {
    static final int ITEMS = 30_000;
    static final int DEPARTMENTS = 500;
    private static final int DUPLICATE_IN = 100;
    private static final int BROKEN_IN = 10_000;
    /** Of a hundred cases, those that nobody rates: each has a generated default. */
    private static final int UNRATED_PERCENT = 10;
    /** Of a thousand rated cases, those with a second service: 0.9 · (1 + 0.373 + 1/200) = 1.24 ratings to a completion. */
    private static final int SECOND_RATING_PERMILLE = 373;

    private static final int SUPERSEDED_IN = 200;
    private static final byte[] NOTHING = {};
    private static final byte[] RATING = Wire.header(Wire.schema("rating"));
    private static final byte[] CASE = Wire.header(Wire.schema("case-event"));
    private static final byte[] SYSTEM = ascii("gd-zwfw");
    private static final byte[] CODES = ascii("platform");

    /** Where the records go, in the order in which they are made. */
    public interface Sink {
        /** @param appendAt first append time in milliseconds; on topics declared copied it goes into the header */
        void take(String topic, int partition, byte[] key, byte[] value, long appendAt);
    }

    /** A channel of the bulletin, with its number of ratings in July 2023. */
    private enum Channel {
        WEBSITE(5_739_763, "rating.web", "1", ""),
        SMS(64_128, "rating.sms", "6", ""),
        YUESHENGSHI(93_099, "rating.mobile", "2", "yueshengshi"),
        YUESHANGTONG(151, "rating.mobile", "2", "yueshangtong"),
        APPS(2_496_931, "rating.mobile", "2", "local-app"),
        HALL(5_131_784, "rating.hall", "4", ""),
        MACHINE(82_774, "rating.kiosk", "5", ""),
        HOTLINE(270_730, "rating.hotline", "hotline", "");

        private static final int[] WEIGHTS =
                Arrays.stream(values()).mapToInt(channel -> channel.ratings).toArray();
        private static final Channel[] ALL = values();

        private final int ratings;
        private final String topic;
        private final byte[] code;
        private final byte[] app;

        Channel(int ratings, String topic, String code, String app) {
            this.ratings = ratings;
            this.topic = topic;
            this.code = ascii(code);
            this.app = ascii(app);
        }

        private static Channel drawn(Draw draw) {
            return ALL[draw.weighted(WEIGHTS)];
        }

        private boolean onSite() {
            return this == HALL || this == MACHINE;
        }
    }

    private final VolumeConfig config;
    private final long start;
    private final long end;
    private final Zipf popularity = new Zipf(ITEMS);
    private final byte[][] items = new byte[ITEMS][];
    private final byte[][] departments = new byte[DEPARTMENTS][];
    private final byte[][] regions = new byte[DEPARTMENTS][];

    private VolumePlan(VolumeConfig config) {
        this.config = config;
        start = WorkingDays.startOf(config.firstDay());
        end = WorkingDays.startOf(config.firstDay().plusDays(config.days()));
        for (int i = 0; i < DEPARTMENTS; i++) {
            String county = String.format(Locale.ROOT, "44%02d%02d", 1 + i % 21, 1 + i / 21 % 12);
            departments[i] = ascii(SocialCreditCode.of(county, 6_000_000 + 97 * i));
            regions[i] = ascii(county + "000000");
        }
        for (int i = 0; i < ITEMS; i++) {
            items[i] = ascii(String.format(
                    Locale.ROOT,
                    "%s%013d%02d",
                    new String(departments[i % DEPARTMENTS], StandardCharsets.US_ASCII).substring(2),
                    i,
                    i % 3 + 1));
        }
    }

    public static VolumePlan of(VolumeConfig config) {
        return new VolumePlan(config);
    }

    public VolumeConfig config() {
        return config;
    }

    /** T of the last round. */
    public long completeThrough() {
        return end;
    }

    /** Everything, ticks among it; the last round comes last. */
    public VolumeTotals writeTo(Sink sink) {
        VolumeTotals totals = VolumeTotals.NONE;
        for (int round = 0; round < config.ticks(); round++) {
            totals = totals.plus(ticks(round, sink)).plus(stretch(round, sink));
        }
        return totals.plus(ticks(config.ticks(), sink));
    }

    /** The cases between one round of ticks and the next. */
    public VolumeTotals stretch(int round, Sink sink) {
        return stretch(round, 0, 1, sink);
    }

    /**
     * One of several shares of such a stretch. Shares may be written by several threads, each with its own sink.
     *
     * @param share 0 … shares − 1
     */
    public VolumeTotals stretch(int round, int share, int shares, Sink sink) {
        long first = config.cases() * round / config.ticks();
        long last = config.cases() * (round + 1) / config.ticks();
        Writing writing = new Writing(sink);
        for (long number = first + share; number < last; number += shares) {
            writing.write(number);
        }
        return writing.totals();
    }

    /** One round into every partition of every topic. */
    public VolumeTotals ticks(int round, Sink sink) {
        long at = start + (end - start) * round / config.ticks();
        Run run = new Run(start, end, Span.MINUTE, config.partitions(), 0);
        byte[] value = TickRounds.value(run, at);
        for (String topic : Topics.ALL) {
            for (int partition = 0; partition < config.partitions(); partition++) {
                sink.take(topic, partition, null, value, at);
            }
        }
        long written = (long) Topics.ALL.size() * config.partitions();
        return new VolumeTotals(0, 0, 0, 0, 0, 0, 0, written, written * value.length);
    }

    /** Ratings that come behind the end of the plan, for one thread. */
    public Further further(Sink sink) {
        return new Further(sink);
    }

    /** One rating after the other, each of a case that the plan has no record of, over its channels, items and departments. */
    public final class Further {
        private final Writing writing;
        private long number = config.cases();

        private Further(Sink sink) {
            writing = new Writing(sink);
        }

        /** @param bad of the lowest level, and of the highest otherwise */
        public void rate(boolean bad, long ratedAt) {
            writing.further(number++, LEVELS[bad ? 0 : LEVELS.length - 1], ratedAt);
        }
    }

    /** The writing of one stretch, with its buffers and counts. */
    private final class Writing {
        private final Sink sink;
        private final AvroBytes bytes = new AvroBytes();
        private long cases;
        private long ratings;
        private long caseEvents;
        private long superseded;
        private long defaults;
        private long duplicates;
        private long quarantined;
        private long written;

        private Writing(Sink sink) {
            this.sink = sink;
        }

        private VolumeTotals totals() {
            return new VolumeTotals(
                    cases, ratings, superseded, defaults, caseEvents, duplicates, quarantined, 0, written);
        }

        /** Reported when it is over: everything of a case is appended in the second after its rating. */
        private void write(long number) {
            Draw draw = Draw.of(config.seed(), number);
            byte[] key = key(number);
            int partition = partition(key);
            int item = popularity.rank(draw);
            Channel channel = Channel.drawn(draw);
            long appendAt = start + (long) ((double) (end - start) / config.cases() * number) + 1;
            long ratedAt = appendAt - draw.between(1, Span.SECOND);
            long completedAt = ratedAt - draw.between(Span.SECOND, 20 * Span.MINUTE);
            long acceptedAt = completedAt - draw.between(Span.MINUTE, 5 * Span.DAY);
            cases++;
            event(key, item, channel, 1, acceptedAt);
            caseEvents += sent(draw, Topics.CASE, partition, key, appendAt);
            event(key, item, channel, 3, completedAt);
            int completed = sent(draw, Topics.CASE, partition, key, appendAt);
            caseEvents += completed;
            int rated = draw.below(100) < UNRATED_PERCENT
                    ? 0
                    : ratings(draw, key, item, channel, partition, ratedAt, appendAt);
            ratings += rated;
            defaults += rated == 0 ? completed : 0;
        }

        private int partition(byte[] key) {
            return Utils.toPositive(Utils.murmur2(key)) % config.partitions();
        }

        private void further(long number, byte[] level, long ratedAt) {
            Draw draw = Draw.of(config.seed(), number);
            byte[] key = key(number);
            int item = popularity.rank(draw);
            Channel channel = Channel.drawn(draw);
            rating(draw, key, item, channel, 1, level, ratedAt);
            take(channel.topic, partition(key), key, bytes.copy(), ratedAt);
        }

        /** How many records of ratings there are of the case, broken ones and copies not among them. */
        private int ratings(
                Draw draw, byte[] key, int item, Channel channel, int partition, long ratedAt, long appendAt) {
            rating(draw, key, item, channel, 1, level(draw), ratedAt);
            int first = sent(draw, channel.topic, partition, key, appendAt);
            int earlier = 0;
            if (draw.oneIn(SUPERSEDED_IN)) {
                long before = ratedAt - draw.between(Span.SECOND, Span.MINUTE);
                rating(draw, key, item, channel, 1, level(draw), before);
                earlier = sent(draw, channel.topic, partition, key, appendAt);
                superseded += first * earlier;
            }
            int second = 0;
            if (draw.below(1000) < SECOND_RATING_PERMILLE) {
                rating(draw, key, item, channel, 2, level(draw), ratedAt);
                second = sent(draw, channel.topic, partition, key, appendAt);
            }
            return first + earlier + second;
        }

        /** 1 where it is a record that counts, 0 where it is broken; a broken one is not sent twice. */
        private int sent(Draw draw, String topic, int partition, byte[] key, long appendAt) {
            byte[] value = bytes.copy();
            boolean broken = draw.oneIn(BROKEN_IN);
            if (broken) {
                value = Arrays.copyOf(value, value.length - 1);
                quarantined++;
            }
            take(topic, partition, key, value, appendAt);
            if (!broken && draw.oneIn(DUPLICATE_IN)) {
                take(topic, partition, key, value, appendAt);
                duplicates++;
            }
            return broken ? 0 : 1;
        }

        private void take(String topic, int partition, byte[] key, byte[] value, long appendAt) {
            sink.take(topic, partition, key, value, appendAt);
            written += value.length;
        }

        /** Field by field as rating.avsc has them; a test reads it back with the schema. */
        private void rating(Draw draw, byte[] key, int item, Channel channel, int ordinal, byte[] level, long ratedAt) {
            int department = item % DEPARTMENTS;
            bytes.restart().raw(RATING).text(SYSTEM).text(key).number(ordinal).text(CODES);
            bytes.text(level).text(channel.code).text(channel.app);
            bytes.nothing().nothing().text(regions[department]).text(departments[department]);
            bytes.text(venue(channel, department))
                    .nothing()
                    .text(terminal(channel, key))
                    .text(items[item])
                    .nothing();
            bytes.number(ratedAt).nothing().nothing().nothing().truth(false).truth(draw.oneIn(3));
            bytes.nothing().truth(false).number(0).nothing().nothing().nothing();
            personal(key);
        }

        /** Everybody rates a case of their own from a device of their own, behind one of some thousand addresses; drawn from the case's number, so that nothing else changes. */
        private void personal(byte[] key) {
            if (!config.raters()) {
                bytes.nothing();
                return;
            }
            int number = Arrays.hashCode(key) & 0xFFF;
            bytes.number(1).nothing().text(ascii("rater-" + new String(key, StandardCharsets.US_ASCII)));
            bytes.text(ascii("10.7." + (number >> 8) + "." + (number & 0xFF)));
            bytes.text(ascii("device-" + new String(key, StandardCharsets.US_ASCII)));
        }

        /** One of eight pads of the office. */
        private byte[] terminal(Channel channel, byte[] key) {
            return config.raters() && channel.onSite() ? ascii("pad-" + (key[11] & 7)) : NOTHING;
        }

        /** Field by field as case-event.avsc has them. */
        private void event(byte[] key, int item, Channel channel, int kind, long at) {
            int department = item % DEPARTMENTS;
            bytes.restart()
                    .raw(CASE)
                    .text(SYSTEM)
                    .text(key)
                    .number(1)
                    .number(kind)
                    .number(at);
            bytes.nothing()
                    .nothing()
                    .nothing()
                    .nothing()
                    .nothing()
                    .text(CODES)
                    .nothing()
                    .nothing();
            bytes.text(channel.onSite() ? "2" : "1").nothing().nothing().nothing();
            bytes.text(regions[department]).text(departments[department]).text(venue(channel, department));
            bytes.nothing().nothing().text(items[item]).nothing().number(0);
            bytes.nothing().nothing().nothing().nothing();
        }

        private byte[] venue(Channel channel, int department) {
            return channel.onSite() ? regions[department] : NOTHING;
        }
    }

    private static final byte[][] LEVELS = {ascii("1"), ascii("2"), ascii("3"), ascii("4"), ascii("5")};

    /** The level shares of July 2023: 980, 295, 18,062, 10,421 and 13,431,970. */
    private static byte[] level(Draw draw) {
        return LEVELS[draw.weighted(980, 295, 18_062, 10_421, 13_431_970)];
    }

    /** GD and ten digits. */
    private static byte[] key(long number) {
        byte[] key = new byte[12];
        key[0] = 'G';
        key[1] = 'D';
        long rest = number;
        for (int i = 11; i > 1; i--) {
            key[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    /** Names of the topics that have more than ticks. */
    public static List<String> topics() {
        List<String> topics = new ArrayList<>(List.of(Topics.CASE));
        Stream.of(Channel.ALL).map(channel -> channel.topic).distinct().forEach(topics::add);
        return topics;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
