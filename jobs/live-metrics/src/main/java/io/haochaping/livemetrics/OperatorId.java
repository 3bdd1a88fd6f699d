package io.haochaping.livemetrics;

/** A uid is a savepoint key: never rename one, never reuse a retired one. */
enum OperatorId {
    RECORDS("records", "Records of all source topics"),
    DOOR("door", "Decode, normalise, refuse"),
    LEDGER("ledger", "Ledger of cases"),
    FRAUD("fraud", "Cells of suspicion"),
    TALLIES("tallies", "Tallies of rows"),
    COMMITTER("committer", "One transaction per cut"),
    REFUSED("refused", "Refused records"),
    QUARANTINE("quarantine", "Refused records to the quarantine topic"),
    TICK_ROUNDS("tick-rounds", "When to write ticks"),
    TICKS("ticks", "Ticks into every partition");

    private final String uid;
    private final String label;

    OperatorId(String uid, String label) {
        this.uid = uid;
        this.label = label;
    }

    String uid() {
        return uid;
    }

    /** What a person reads in the web UI. */
    String label() {
        return label;
    }
}
