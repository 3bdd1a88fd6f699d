package io.haochaping.domain.ledger;

import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import java.util.Comparator;

/** Sorts the records of a session so that those which compete for one place stand together, the one that takes it first (claims and exclusions: last). */
enum Precedence implements Comparator<Fact> {
    BY_PLACE;

    static final int CLAIM = 0;
    static final int EXCLUSION = 1;
    static final int ACCEPTANCE = 2;
    static final int COMPLETION = 3;
    static final int SERVICE = 4;
    static final int REAL_RATING = 5;
    static final int DEFAULT_RATING = 6;
    static final int ORDER_STEP = 7;
    static final int COMPLAINT_STEP = 8;

    static int place(Fact fact) {
        return switch (fact.kind) {
            case RATING -> fact.isDefault ? DEFAULT_RATING : REAL_RATING;
            case ACCEPTED -> ACCEPTANCE;
            case SERVED -> SERVICE;
            case COMPLETED -> COMPLETION;
            case WORK_ORDER -> fact.step.isClaimDecision() ? CLAIM : ORDER_STEP;
            case COMPLAINT -> COMPLAINT_STEP;
            case EXCLUSION -> EXCLUSION;
        };
    }

    @Override
    public int compare(Fact one, Fact other) {
        int byPlace = samePlace(one, other);
        if (byPlace != 0) {
            return byPlace;
        }
        boolean lastDecides = place(one) <= EXCLUSION;
        int byRevision = lastDecides ? 0 : Integer.compare(other.revision, one.revision);
        return byRevision != 0 ? byRevision : byTimeAndContent(one, other);
    }

    /** 0 where the two compete for one place. */
    static int samePlace(Fact one, Fact other) {
        int place = place(one);
        int byPlace = Integer.compare(place, place(other));
        if (byPlace != 0) {
            return byPlace;
        }
        boolean perOrdinal =
                place != ACCEPTANCE && place != COMPLETION && place != DEFAULT_RATING && place != COMPLAINT_STEP;
        int byOrdinal = perOrdinal ? Integer.compare(one.ordinal, other.ordinal) : 0;
        if (byOrdinal != 0) {
            return byOrdinal;
        }
        int byGroup = one.group.compareTo(other.group);
        if (byGroup != 0) {
            return byGroup;
        }
        boolean perStep = place == ORDER_STEP || place == COMPLAINT_STEP;
        return perStep ? one.step.compareTo(other.step) : 0;
    }

    /** Order in which a case's records happened; ties by content, then kind, never by arrival. */
    static int byTimeAndContent(Fact one, Fact other) {
        int byTime = Long.compare(one.ownTime, other.ownTime);
        if (byTime != 0) {
            return byTime;
        }
        int byContent = Long.compareUnsigned(one.content, other.content);
        if (byContent != 0) {
            return byContent;
        }
        FactKind kind = one.kind;
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : Integer.compare(one.ordinal, other.ordinal);
    }
}
