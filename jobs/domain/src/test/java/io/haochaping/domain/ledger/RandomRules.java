package io.haochaping.domain.ledger;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Rules for the regions of {@link RandomCase}, at random, that change while the case runs. */
final class RandomRules {
    private static final List<String> REGIONS = List.of("440100000000", "440300000000");

    private static final OrderDeadline.Severity[] ANY = {OrderDeadline.Severity.ANY};

    /** One version: what is drawn, before anything of the rule book sees it. */
    record Entry(String region, LocalDate from, Rules rules) {}

    private RandomRules() {}

    /** At most two versions per region, one of which begins somewhere within the case; a region may have none. */
    static List<Entry> during(List<Fact> history, Random random) {
        List<Entry> entries = new ArrayList<>();
        for (String region : REGIONS) {
            LocalDate begun = LocalDate.of(2024, 1, 1);
            LocalDate within =
                    dayOf(history.get(random.nextInt(history.size())).ownTime).plusDays(random.nextInt(3) - 1L);
            if (random.nextInt(8) > 0) {
                entries.add(entry(region, begun, random));
            }
            if (random.nextInt(8) > 0) {
                entries.add(entry(region, within, random));
            }
        }
        return entries;
    }

    static RuleBook bookOf(List<Entry> entries) {
        List<Profile> profiles = new ArrayList<>();
        for (String region : REGIONS) {
            List<Profile.Version> versions = entries.stream()
                    .filter(e -> e.region().equals(region))
                    .map(e -> new Profile.Version(e.from(), new TreeSet<>(List.of(region)), e.rules()))
                    .toList();
            if (!versions.isEmpty()) {
                profiles.add(new Profile("p" + region, versions));
            }
        }
        return new ProfileBook(profiles, RegionTable.builtIn());
    }

    private static Entry entry(String region, LocalDate from, Random random) {
        Rules rules = new Rules(
                Profile.versionName("p" + region, from),
                random.nextBoolean() ? 0 : 1 + random.nextInt(40),
                1 + random.nextInt(5),
                any(LevelScale.values(), random),
                any(RatingIdentity.values(), random),
                random.nextBoolean(),
                new ReRating(random.nextBoolean(), random.nextInt(3)),
                random.nextBoolean() ? 0 : 1 + random.nextInt(60),
                CountsFor.HANDLING,
                random.nextBoolean(),
                new TreeSet<>(),
                MeanScore.STANDARD,
                random.nextBoolean()
                        ? ComplaintRules.STANDARD
                        : new ComplaintRules(1 + random.nextInt(9), 1 + random.nextInt(40), 1 + random.nextInt(4)),
                FraudRules.STANDARD,
                random.nextBoolean() ? Publication.STANDARD : new Publication(1 + random.nextInt(30)),
                OfficeHours.STANDARD,
                random.nextBoolean()
                        ? LimitLengths.STANDARD
                        : new LimitLengths(1 + random.nextInt(7), 20 + random.nextInt(12), 240 + random.nextInt(126)),
                random.nextInt(4) == 0 ? OrderDeadlines.NONE : deadlines(random));
        return new Entry(region, from, rules);
    }

    /** Short ones for the short cases, and many that differ by severity: all three, two, or one. */
    private static OrderDeadlines deadlines(Random random) {
        List<OrderDeadline> deadlines = new ArrayList<>();
        for (Step step : List.of(Step.CONTACTED, Step.RECTIFIED, Step.REPLIED, Step.REVISITED)) {
            List<OrderDeadline.Severity> severities =
                    new ArrayList<>(List.of(random.nextInt(3) == 0 ? OrderDeadline.Severity.values() : ANY));
            if (random.nextInt(severities.size() > 1 ? 2 : 8) == 0) {
                severities.remove(random.nextInt(severities.size()));
            }
            for (OrderDeadline.Severity severity : severities) {
                Step after;
                do {
                    after = any(new Step[] {Step.OPENED, Step.OPENED, Step.CONTACTED, Step.RECTIFIED}, random);
                } while (after == step);
                deadlines.add(new OrderDeadline(
                        step,
                        severity,
                        random.nextInt(random.nextBoolean() ? 4 : 60),
                        random.nextBoolean(),
                        after,
                        random.nextBoolean() ? 0 : 1 + random.nextInt(30)));
            }
        }
        return new OrderDeadlines(deadlines);
    }

    static LocalDate dayOf(long time) {
        return Instant.ofEpochMilli(time).atOffset(ZoneOffset.ofHours(8)).toLocalDate();
    }

    private static <T> T any(T[] of, Random random) {
        return of[random.nextInt(of.length)];
    }
}
