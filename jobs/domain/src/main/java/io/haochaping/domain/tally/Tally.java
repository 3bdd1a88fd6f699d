package io.haochaping.domain.tally;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.util.Arrays;

/**
 * The figures of one row: a sparse vector of integers, by figure number. A commutative group under {@link #plus}, so order, lateness,
 * parallelism and roll-up cannot change it, and a contribution can be taken back. Buckets of completion times are entries like any other.
 */
public final class Tally {
    public static final Tally ZERO = new Tally(new int[0], new long[0]);

    private final int[] numbers;
    private final long[] amounts;

    Tally(int[] numbers, long[] amounts) {
        this.numbers = numbers;
        this.amounts = amounts;
    }

    public static Tally of(Figure figure, long amount) {
        return amount == 0 ? ZERO : new Tally(new int[] {figure.number()}, new long[] {amount});
    }

    public Tally plus(Tally other) {
        return new TallyAccumulator().add(this, 1).add(other, 1).toTally();
    }

    public Tally minus(Tally other) {
        return new TallyAccumulator().add(this, 1).add(other, -1).toTally();
    }

    public boolean isZero() {
        return numbers.length == 0;
    }

    public long get(Figure figure) {
        return get(figure.number());
    }

    public long get(int number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? 0 : amounts[at];
    }

    /** How many figures are not 0. */
    public int size() {
        return numbers.length;
    }

    /** Number of the i-th figure that is not 0, ascending. */
    public int number(int index) {
        return numbers[index];
    }

    public long amount(int index) {
        return amounts[index];
    }

    /** Ratings this row counts, defaults included. */
    public long ratings() {
        long sum = 0;
        for (int i = 0; i < numbers.length && numbers[i] <= Figure.DEFAULT_5.number(); i++) {
            sum += amounts[i];
        }
        return sum;
    }

    /** Count, then per figure the step to its number and its amount. The same tally always gives the same bytes. */
    public void write(ByteWriter out) {
        out.writeUnsigned(numbers.length);
        int last = 0;
        for (int i = 0; i < numbers.length; i++) {
            out.writeUnsigned(numbers[i] - last).writeSigned(amounts[i]);
            last = numbers[i];
        }
    }

    public static Tally read(ByteReader in) {
        int count = in.readCount();
        if (count == 0) {
            return ZERO;
        }
        int[] numbers = new int[count];
        long[] amounts = new long[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            last += in.readCount();
            numbers[i] = last;
            amounts[i] = in.readSigned();
        }
        return new Tally(numbers, amounts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that
                && Arrays.equals(numbers, that.numbers)
                && Arrays.equals(amounts, that.amounts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(amounts);
    }

    /**
     * The tally that a text names, as {@link #toString} writes it.
     *
     * @throws IllegalArgumentException where it names none
     */
    public static Tally parse(String text) {
        TallyAccumulator figures = new TallyAccumulator();
        for (String figure : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int equals = figure.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("\"" + figure + "\" is no figure with its amount");
            }
            figures.add(Figure.parse(figure.substring(0, equals)), Long.parseLong(figure.substring(equals + 1)));
        }
        return figures.toTally();
    }

    /** {@link #toString} in ASCII, without a string for each figure: every row that is stored is hashed by it. */
    public void writeText(ByteWriter out) {
        for (int i = 0; i < numbers.length; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            Figure.writeText(numbers[i], out);
            out.writeByte('=').writeDecimal(amounts[i]);
        }
    }

    /** {@code level_5=1,calendar_seconds=60,calendar@60=1}: the canonical text of the figures. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(Figure.text(numbers[i]))
                    .append('=')
                    .append(amounts[i]);
        }
        return text.toString();
    }
}
