package io.haochaping.exclusions;

import java.time.Instant;

/**
 * A rating with the flags it has.
 *
 * @param scope issuing system, or region, of the case
 * @param signals with spaces between, in the order of their names
 * @param cells in which it was flagged, as kind and pseudonym or code; empty: in that of its case alone
 */
record Flagged(
        String scope,
        String caseNumber,
        int ordinal,
        Instant ratedAt,
        String signals,
        String cells,
        String region,
        String department,
        String channel) {
    Subject subject() {
        return new Subject(scope, "", caseNumber, ordinal);
    }
}
