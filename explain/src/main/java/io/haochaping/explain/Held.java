package io.haochaping.explain;

import io.haochaping.domain.record.Fact;

/** A record as it was read, with its offset, which the ledger does not keep. */
record Held(Fact fact, long offset) {
    Place place() {
        return new Place(fact.topic, fact.partition, offset);
    }
}
