package io.haochaping.traffic;

import java.util.Locale;

/** Class of a received record in the closing equation. */
enum Outcome {
    COUNTED,
    DUPLICATE,
    SUPERSEDED,
    VOIDED,
    EXCLUDED,
    QUARANTINED;

    String figure() {
        return name().toLowerCase(Locale.ROOT);
    }
}
