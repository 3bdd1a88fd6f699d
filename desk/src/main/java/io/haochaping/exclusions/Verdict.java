package io.haochaping.exclusions;

import java.util.Locale;

/**
 * What becomes of a decision that somebody asks for, by what was decided before.
 *
 * @param before null: nothing was decided under this number
 */
record Verdict(Decision asked, Place place, Outcome outcome, Standing before) {
    /** The names are in the answers for machines: never change one. */
    enum Outcome {
        /** It is sent, or would be. */
        NEW,
        /** It was sent before and holds: sending it again would have no second effect. */
        HOLDS_ALREADY,
        /** The number is taken by a decision with another reason or author. */
        NUMBER_TAKEN,
        /** The decision of this number was revoked; a new one takes a new number. */
        REVOKED_BEFORE,
        /** There is nothing of this number to revoke. */
        NOTHING_TO_REVOKE;

        /** False where what was asked for does not hold now, and will not. */
        boolean isDone() {
            return this == NEW || this == HOLDS_ALREADY;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Verdict of(Decision asked, Place place, Register register) {
        Standing before = register.of(place).orElse(null);
        return new Verdict(asked, place, outcome(asked, before), before);
    }

    private static Outcome outcome(Decision asked, Standing before) {
        if (before == null || asked.revokes() && before.excluded() == null) {
            return asked.revokes() ? Outcome.NOTHING_TO_REVOKE : Outcome.NEW;
        }
        if (asked.revokes()) {
            return before.stands() ? Outcome.NEW : Outcome.HOLDS_ALREADY;
        }
        if (!before.stands()) {
            return Outcome.REVOKED_BEFORE;
        }
        return before.excluded().saysTheSameAs(asked) ? Outcome.HOLDS_ALREADY : Outcome.NUMBER_TAKEN;
    }
}
