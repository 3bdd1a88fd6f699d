package io.haochaping.dashboard.figures;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.domain.tally.TallyAccumulator;
import java.util.Arrays;

/**
 * Adds figures of very many cells up. A {@link TallyAccumulator} searches its entries, which is right for the few figures of a row; a department's month has a
 * thousand buckets, so here each figure number has its own place and an addition takes the same time however many there are.
 */
public final class Sum {
    /** Above the greatest figure number, {@link Figure#QUARANTINED}; a multiple of 64. */
    private static final int ROOM = 12_096;

    private final long[] amounts = new long[ROOM];
    /** One bit per number that was added to, so that reading out and clearing pass over the rest. */
    private final long[] touched = new long[ROOM / Long.SIZE];

    public Sum add(int number, long amount) {
        amounts[number] = Math.addExact(amounts[number], amount);
        touched[number >> 6] |= 1L << number;
        return this;
    }

    Sum add(Tally tally) {
        for (int i = 0; i < tally.size(); i++) {
            add(tally.number(i), tally.amount(i));
        }
        return this;
    }

    /** Adds a tally in its written form. */
    Sum add(ByteReader written, int sign) {
        int count = written.readCount();
        int number = 0;
        for (int i = 0; i < count; i++) {
            number += written.readCount();
            add(number, sign * written.readSigned());
        }
        return this;
    }

    /** The sum; zero again afterwards. */
    Tally take() {
        TallyAccumulator tally = new TallyAccumulator();
        for (int word = 0; word < touched.length; word++) {
            for (long bits = touched[word]; bits != 0; bits &= bits - 1) {
                int number = (word << 6) + Long.numberOfTrailingZeros(bits);
                tally.add(number, amounts[number]);
                amounts[number] = 0;
            }
        }
        Arrays.fill(touched, 0);
        return tally.toTally();
    }
}
