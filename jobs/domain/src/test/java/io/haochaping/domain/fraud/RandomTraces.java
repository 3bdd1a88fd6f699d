package io.haochaping.domain.fraud;

import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** A handful of raters, devices and terminals that rate a handful of cases within a few cells, with copies that differ in their personal part. */
final class RandomTraces {
    static final long DAY = 86_400_000L;
    static final long START = 1_767_225_600_000L;

    private static final FraudRules LOW = new FraudRules(4, 3, 6, 3, 3, 30);

    private final Random random;
    private final RatingTraces traces = new RatingTraces(new Pseudonyms("k1", new byte[32]));
    private final CaseKey.Maker keys = new CaseKey.Maker();
    private final List<Trace> laid = new ArrayList<>();

    private RandomTraces(long seed) {
        random = new Random(seed);
    }

    static List<Trace> of(long seed, int ratings, long span) {
        RandomTraces made = new RandomTraces(seed);
        for (int i = 0; i < ratings; i++) {
            made.rating(span);
        }
        return made.laid;
    }

    private void rating(long span) {
        String number = "C" + random.nextInt(40);
        CaseKey key = keys.of("s", number);
        long at = START + (long) (random.nextDouble() * span);
        TracedRating rating = new TracedRating(
                random.nextBoolean() ? "s" : "440100000000",
                number,
                1 + random.nextInt(2),
                random.nextLong(),
                random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 5,
                at,
                random.nextInt(10) == 0 ? 1 : 0,
                random.nextInt(20) == 0,
                random.nextInt(10) == 0,
                random.nextInt(10) == 0,
                random.nextBoolean() ? "440100000000" : "110000000000",
                "d" + random.nextInt(2),
                "web");
        lay(key, rating, random.nextInt(4));
        if (random.nextInt(4) == 0) {
            // A copy has the same content; only its personal part may be another.
            TracedRating copy = random.nextBoolean() ? rating : withText(rating);
            lay(key, copy, random.nextBoolean() ? random.nextInt(4) : -1);
        }
        if (random.nextInt(4) == 0) {
            traces.accepted(key, at + (random.nextInt(9) - 4) * DAY / 4, laid::add);
        }
    }

    private void lay(CaseKey key, TracedRating rating, int person) {
        traces.rated(
                key,
                rating,
                person < 0 ? "" : "rater" + person,
                person < 0 ? "" : "device" + person % 2,
                person < 0 ? "" : "10.0.0.1",
                random.nextBoolean() ? "t" + random.nextInt(2) : "",
                laid::add);
    }

    static TracedRating withText(TracedRating of) {
        return new TracedRating(
                of.scope(),
                of.caseNumber(),
                of.ordinal(),
                of.content(),
                of.level(),
                of.ratedAt(),
                of.revision(),
                true,
                of.tagAgainstLevel(),
                of.carriedLater(),
                of.region(),
                of.department(),
                of.channel());
    }

    /** Beijing has its own thresholds, low enough for cells on both sides of them, and others from the second day on. */
    static RuleBook rules() {
        Rules standard = new Rules("standard", 7, 3, 3);
        Rules low = with("low", LOW);
        Rules lower = with("lower", new FraudRules(0, 2, 0, 2, 2, 90));
        return new RuleBook() {
            @Override
            public Rules at(String region, long time) {
                return region.startsWith("44") ? low : time < START + DAY ? lower : standard;
            }

            @Override
            public Collection<Rules> versions() {
                return List.of(standard, low, lower);
            }
        };
    }

    private static Rules with(String name, FraudRules fraud) {
        Rules of = new Rules(name, 7, 3, 3);
        return new Rules(
                name,
                7,
                3,
                LevelScale.BINARY,
                of.identity(),
                of.lastContent(),
                of.reRating(),
                0,
                of.countsFor(),
                true,
                of.leftOut(),
                of.meanScore(),
                of.complaints(),
                fraud);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
