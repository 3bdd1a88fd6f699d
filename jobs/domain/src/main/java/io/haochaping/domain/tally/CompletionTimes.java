package io.haochaping.domain.tally;

/**
 * How long cases took, counted in log-linear buckets in HdrHistogram's manner: exact below 128 s, then 128 buckets per power of two, so a bucket is at
 * most 1/128 of its value wide and its middle is off by at most 0.4 %.
 *
 * <p>Merging only adds signed counts, so any order and any split of the same cases gives the same percentile to the bit; t-digest and KLL cannot
 * promise it, and cannot take a case back.
 */
public final class CompletionTimes {
    private static final int SUB_BITS = 7;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;

    private CompletionTimes() {}

    /** Bucket of a duration in seconds; 0 or more. */
    public static int bucketOf(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("a duration cannot be negative: " + seconds + " s");
        }
        if (seconds < SUB_BUCKETS) {
            return (int) seconds;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(seconds);
        return (exponent - SUB_BITS + 1 << SUB_BITS) + (int) (seconds >> exponent - SUB_BITS & SUB_BUCKETS - 1);
    }

    /** Smallest duration of a bucket, in seconds. */
    public static long lowest(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int exponent = (bucket >> SUB_BITS) + SUB_BITS - 1;
        return (long) (SUB_BUCKETS + (bucket & SUB_BUCKETS - 1)) << exponent - SUB_BITS;
    }

    /** Largest duration of a bucket, in seconds. */
    public static long highest(int bucket) {
        return lowest(bucket + 1) - 1;
    }

    /**
     * The duration that a share of the cases did not exceed: the middle of the bucket of the ⌈share · n⌉-th case.
     *
     * @param firstBucket {@link Figure#CALENDAR_BUCKETS} or {@link Figure#WORKING_BUCKETS}
     * @param perMille the share in thousandths: 500 is the median
     * @return seconds, or -1 where the tally holds no duration
     */
    public static long percentile(Tally tally, int firstBucket, int perMille) {
        long total = 0;
        for (int i = 0; i < tally.size(); i++) {
            total += inBuckets(tally.number(i), firstBucket) ? tally.amount(i) : 0;
        }
        if (total <= 0) {
            return -1;
        }
        long rank = Math.max(1, Math.floorDiv(total * perMille + 999, 1000));
        long seen = 0;
        for (int i = 0; i < tally.size(); i++) {
            if (inBuckets(tally.number(i), firstBucket)) {
                seen += tally.amount(i);
                if (seen >= rank) {
                    int bucket = tally.number(i) - firstBucket;
                    return (lowest(bucket) + highest(bucket)) / 2;
                }
            }
        }
        return -1;
    }

    private static boolean inBuckets(int number, int firstBucket) {
        return number >= firstBucket && number < firstBucket + Figure.BUCKET_SPACE;
    }
}
