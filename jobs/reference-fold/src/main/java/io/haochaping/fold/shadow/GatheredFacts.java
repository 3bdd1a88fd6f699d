package io.haochaping.fold.shadow;

import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All records of some cases, as each side reads them. Of more than there is room for it keeps a half of the cases, and a half of that, and names what it left for another reading. */
final class GatheredFacts {
    private static final int MOST_BITS = 40;

    /** Cases whose key ends in these bits: keys are digests, so any of their bits are as good as drawn. */
    record Share(int bits, long value) {
        static final Share ALL = new Share(0, 0);

        boolean holds(CaseKey key) {
            return (key.low() & (1L << bits) - 1) == value;
        }

        private Share half(int which) {
            return new Share(bits + 1, value | (long) which << bits);
        }
    }

    /** What each side reads of one case; one list where both read the same. */
    static final class Case {
        private final List<Fact> own = new ArrayList<>(2);
        /** null: the very ones of the first side. */
        private List<Fact> other;

        private int facts;

        List<Fact> own() {
            return own;
        }

        List<Fact> other() {
            return other == null ? own : other;
        }

        /** @return how many facts it holds more */
        private int add(Fact one, Fact same) {
            boolean alike = one != null && one.equals(same);
            if (!alike && other == null) {
                other = new ArrayList<>(own);
            }
            if (one != null) {
                own.add(one);
            }
            if (other != null && same != null) {
                other.add(alike ? one : same);
            }
            int more = alike || one == null || same == null ? 1 : 2;
            facts += more;
            return more;
        }
    }

    private final int mostFacts;
    private final List<Share> left = new ArrayList<>();
    private final Map<CaseKey, Case> cases = new HashMap<>();
    private Share share;
    private int facts;

    GatheredFacts(Share share, int mostFacts) {
        this.share = share;
        this.mostFacts = mostFacts;
    }

    /**
     * Takes one record.
     *
     * @param own as one side reads it; null: it refuses it
     * @param other as the other does
     */
    void take(CaseKey key, Fact own, Fact other) {
        if (!share.holds(key)) {
            return;
        }
        facts += cases.computeIfAbsent(key, any -> new Case()).add(own, other);
        while (facts > mostFacts && cases.size() > 1 && share.bits() < MOST_BITS) {
            left.add(share.half(1));
            share = share.half(0);
            cases.keySet().removeIf(one -> !share.holds(one));
            facts = cases.values().stream().mapToInt(one -> one.facts).sum();
        }
    }

    /** What another reading has to gather. */
    List<Share> left() {
        return left;
    }

    int facts() {
        return facts;
    }

    Map<CaseKey, Case> cases() {
        return cases;
    }
}
