package io.haochaping.domain.tally;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.util.Arrays;

/** Adds amounts up in place. Holds entries sorted by figure number; entries that came back to 0 are dropped when it is read out. */
public final class TallyAccumulator {
    /** Most rows hold few figures, and a job holds millions of rows. */
    private static final int FIRST_ROOM = 4;

    private int[] numbers = new int[FIRST_ROOM];
    private long[] amounts = new long[FIRST_ROOM];
    private int size;

    public void clear() {
        size = 0;
    }

    public TallyAccumulator add(Figure figure, long amount) {
        return add(figure.number(), amount);
    }

    public TallyAccumulator add(int number, long amount) {
        int at = size;
        while (at > 0 && numbers[at - 1] >= number) {
            at--;
        }
        if (at < size && numbers[at] == number) {
            amounts[at] = Math.addExact(amounts[at], amount);
            return this;
        }
        insert(at, number, amount);
        return this;
    }

    public TallyAccumulator add(Tally tally, int sign) {
        for (int i = 0; i < tally.size(); i++) {
            add(tally.number(i), sign * tally.amount(i));
        }
        return this;
    }

    public TallyAccumulator add(TallyAccumulator other) {
        for (int i = 0; i < other.size; i++) {
            add(other.numbers[i], other.amounts[i]);
        }
        return this;
    }

    /** Adds a tally in its written form. */
    public TallyAccumulator add(ByteReader written) {
        int count = written.readCount();
        int number = 0;
        for (int i = 0; i < count; i++) {
            number += written.readCount();
            add(number, written.readSigned());
        }
        return this;
    }

    public boolean isZero() {
        for (int i = 0; i < size; i++) {
            if (amounts[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes the form of {@link Tally#write}. */
    public void write(ByteWriter out) {
        dropZeros();
        out.writeUnsigned(size);
        int last = 0;
        for (int i = 0; i < size; i++) {
            out.writeUnsigned(numbers[i] - last).writeSigned(amounts[i]);
            last = numbers[i];
        }
    }

    public Tally toTally() {
        dropZeros();
        return size == 0 ? Tally.ZERO : new Tally(Arrays.copyOf(numbers, size), Arrays.copyOf(amounts, size));
    }

    private void insert(int at, int number, long amount) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
            amounts = Arrays.copyOf(amounts, size * 2);
        }
        System.arraycopy(numbers, at, numbers, at + 1, size - at);
        System.arraycopy(amounts, at, amounts, at + 1, size - at);
        numbers[at] = number;
        amounts[at] = amount;
        size++;
    }

    private void dropZeros() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (amounts[i] != 0) {
                numbers[kept] = numbers[i];
                amounts[kept++] = amounts[i];
            }
        }
        size = kept;
    }
}
