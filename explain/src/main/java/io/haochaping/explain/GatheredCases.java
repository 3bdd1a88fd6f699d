package io.haochaping.explain;

import io.haochaping.domain.record.CaseKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All records of some cases. Of more cases than memory has room for it keeps a half, and a half of that, and names what it left for another reading.
 */
final class GatheredCases {
    /** Cases whose hash ends in these bits. */
    record Share(int bits, long value) {
        static final Share ALL = new Share(0, 0);

        boolean holds(CaseKey key) {
            return (CaseSet.hash(key) & (1L << bits) - 1) == value;
        }

        private Share half(int which) {
            return new Share(bits + 1, value | (long) which << bits);
        }
    }

    private final int mostRecords;
    private final List<Share> left = new ArrayList<>();
    private final Map<CaseKey, List<Held>> cases = new HashMap<>();
    private Share share;
    private int records;

    GatheredCases(Share share, int mostRecords) {
        this.share = share;
        this.mostRecords = mostRecords;
    }

    synchronized void take(Held held) {
        if (!share.holds(held.fact().key)) {
            return;
        }
        cases.computeIfAbsent(held.fact().key, any -> new ArrayList<>(4)).add(held);
        records++;
        while (records > mostRecords && cases.size() > 1 && share.bits() < Long.SIZE - 1) {
            left.add(share.half(1));
            share = share.half(0);
            cases.keySet().removeIf(key -> !share.holds(key));
            records = cases.values().stream().mapToInt(List::size).sum();
        }
    }

    /** What another reading has to gather. */
    List<Share> left() {
        return left;
    }

    /** The records of one case after another, each in the order of partitions and offsets. */
    Collection<List<Held>> cases() {
        Comparator<Held> byPlace = Comparator.comparing(Held::place);
        cases.values().forEach(records -> records.sort(byPlace));
        return cases.values();
    }
}
