package io.haochaping.traffic;

/** Ranks 0 … size − 1, rank k drawn with weight 1 / (k + 1): the exponent of 1.0 that items of service show. */
final class Zipf {
    private final long[] cumulative;

    Zipf(int size) {
        cumulative = new long[size];
        long sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += 1_000_000_000L / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    int rank(Draw draw) {
        long point = draw.between(0, cumulative[cumulative.length - 1]);
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
