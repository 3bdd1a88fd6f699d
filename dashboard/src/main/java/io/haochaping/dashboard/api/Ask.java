package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.dashboard.figures.Selection;
import io.haochaping.domain.code.RegionCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Parameters that several tables share, and what they select. */
final class Ask {
    static final Parameter DEPARTMENT = Parameter.text(Dimension.DEPARTMENT.word());
    static final Parameter VENUE = Parameter.text(Dimension.VENUE.word());
    static final Parameter CHANNEL = Parameter.text(Dimension.CHANNEL.word());
    static final Parameter REGION = Parameter.region("region");
    static final Parameter LIMIT = Parameter.number("limit", 1, 1_000, 100);
    /** A table that is cut off without a word is worse than a long one. */
    static final Parameter CSV_LIMIT = Parameter.number("limit", 1, 1_000_000, null);

    static final Parameter OFFSET = Parameter.number("offset", 0, 1_000_000, 0);

    private Ask() {}

    static Selection selection(Snapshot snapshot, Values values) {
        return Selection.of(
                snapshot.codes(),
                values.text(DEPARTMENT.name()),
                values.text(VENUE.name()),
                values.text(CHANNEL.name()),
                region(values),
                day(snapshot));
    }

    /** Normalised. */
    static Optional<String> region(Values values) {
        return values.text(REGION.name()).map(RegionCode::normalise);
    }

    /** Regions lie in one another as they do on the day of completeThrough. */
    static LocalDate day(Snapshot snapshot) {
        return Instant.ofEpochMilli(snapshot.cut().completeThrough())
                .atOffset(ZoneOffset.ofHours(8))
                .toLocalDate();
    }
}
