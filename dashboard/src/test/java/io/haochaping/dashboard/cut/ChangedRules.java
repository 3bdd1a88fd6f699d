package io.haochaping.dashboard.cut;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rules that change in the middle of a month: Guangdong becomes strict, Beijing ternary and leaves the hall out, all others stay under the built-in ones. */
public final class ChangedRules {
    public static final LocalDate DAY = LocalDate.of(2026, 11, 30);
    /** Its midnight. */
    public static final Instant FIRST = DAY.atStartOfDay(ZoneOffset.ofHours(8)).toInstant();

    public static final RuleBook BOOK = new ProfileBook(
            List.of(
                    profile("strict", "440000000000", LevelScale.STRICT, List.of()),
                    profile("ternary", "110000000000", LevelScale.TERNARY, List.of("hall"))),
            RegionTable.builtIn());

    private ChangedRules() {}

    private static Profile profile(String id, String region, LevelScale scale, List<String> leftOut) {
        Rules rules = new Rules(
                Profile.versionName(id, DAY),
                7,
                3,
                scale,
                RatingIdentity.STAGE,
                false,
                ReRating.SEPARATE,
                0,
                CountsFor.HANDLING,
                true,
                new TreeSet<>(leftOut),
                MeanScore.STANDARD);
        SortedSet<String> regions = new TreeSet<>(List.of(region));
        return new Profile(id, List.of(new Profile.Version(DAY, regions, rules)));
    }
}
