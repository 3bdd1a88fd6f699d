package io.haochaping.exclusions;

import io.haochaping.domain.record.CaseKey;

/** What decisions compete for: of those with one case, ordinal and number the last holds. */
record Place(CaseKey rating, int ordinal, String number) {}
