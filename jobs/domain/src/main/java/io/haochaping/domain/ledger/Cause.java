package io.haochaping.domain.ledger;

/** Why a record is in its class, and why it contributes what it contributes: the closed list of what the ledger can say. */
public enum Cause {
    /** Counted: nothing better competes for its place. */
    TAKES_ITS_PLACE,
    /** Duplicate: the other is its copy, and the record. */
    COPY_OF,
    /** Superseded: the other has the higher revision. */
    HIGHER_REVISION,
    /** Superseded: the other happened earlier. */
    EARLIER,
    /** Superseded: the other happened later, and the rules count the last. */
    LATER,
    /** Superseded: the other happened at the same time and stands first by content, then by ordinal. */
    SAME_TIME,
    /** Superseded claim or exclusion: the other was decided later. */
    LATER_DECISION,
    /** Superseded default: the other is a real rating of the session. */
    REAL_RATING_STANDS,
    /** Superseded re-rating: the rules count fewer of them. */
    ONE_RE_RATING_TOO_MANY,
    /** Voided: the other is the claim that was granted. */
    VOIDED_BY,
    /** Excluded: given after the window that the rules leave; the other is the completion. */
    AFTER_WINDOW,
    /** Excluded: the other is the decision. */
    EXCLUDED_BY,

    /** A counted rating, not a default, at its own time; the other is the re-rating whose level it has, null: its own. */
    RATING,
    /** A counted default that a source sent; the other is the completion that dates it, null: it counts at its own time. */
    DEFAULT_SENT,
    /** A default generated for the completion, which is the record. */
    DEFAULT_GENERATED,
    /** No default for the completion, which is the record: the other is a rating record, of whatever class. Always 0. */
    DEFAULT_TAKEN_BACK,
    /** A rating whose session has neither a case event nor a completion. */
    UNMATCHED,
    /** The acceptance. */
    ACCEPTANCE,
    /** A service. */
    SERVICE,
    /** The completion, as a case event. */
    COMPLETION,
    /** The completion that a rating carries, in a session without case events. */
    CARRIED_COMPLETION,
    /** The completion of a case that was rated; the other is a counted rating. */
    RATED_CASE,
    /** The time from acceptance to completion, which is the record; the other is the acceptance, null: its time is carried. */
    DURATION,
    /** The limits of the case at its completion, which is the record; the other is the acceptance, null: its time is carried, or not known. */
    LIMITS,
    /** A participating item of the record. */
    SHARED_ITEM,
    /** A step of a work order or complaint, or a claim that was granted. */
    STEP,
    /** What is due of a work order from the step on, which is the record; the other is the step that came in time, null: none did, or none can be told. */
    DEADLINE,
    /** What is due of a work order that is ordinary, by the deadline of that severity; the other is the step that told it, null: the record itself. */
    DEADLINE_ORDINARY,
    /** The same of a difficult one. */
    DEADLINE_DIFFICULT,
    /** A tag of the rating. */
    TAG,
    /** A flag: it changes no figure. */
    FLAG;

    /** True where the cause gives a record its class. */
    public boolean givesClass() {
        return compareTo(EXCLUDED_BY) <= 0;
    }
}
