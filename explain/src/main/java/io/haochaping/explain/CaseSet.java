package io.haochaping.explain;

import io.haochaping.domain.record.CaseKey;
import java.util.Arrays;

/**
 * Cases by 64 bits of their keys: two that share them make one too many be looked at, never one too few. Eight bytes a case, so that a province's month fits.
 * Shared by the reading threads.
 */
final class CaseSet {
    private static final int SHARDS = 64;
    private final Shard[] shards = new Shard[SHARDS];

    CaseSet() {
        Arrays.setAll(shards, i -> new Shard());
    }

    static long hash(CaseKey key) {
        long mixed = (key.high() ^ Long.rotateLeft(key.low(), 32)) * 0x9E3779B97F4A7C15L;
        return mixed == 0 ? 1 : mixed;
    }

    void add(CaseKey key) {
        long hash = hash(key);
        shards[(int) (hash >>> 58)].add(hash);
    }

    boolean contains(CaseKey key) {
        long hash = hash(key);
        return shards[(int) (hash >>> 58)].contains(hash);
    }

    long size() {
        return Arrays.stream(shards).mapToLong(shard -> shard.size).sum();
    }

    private static final class Shard {
        private long[] slots = new long[16];
        private int size;

        synchronized void add(long hash) {
            if (put(slots, hash)) {
                size++;
                if (size * 2 > slots.length) {
                    long[] larger = new long[slots.length * 2];
                    for (long known : slots) {
                        if (known != 0) {
                            put(larger, known);
                        }
                    }
                    slots = larger;
                }
            }
        }

        synchronized boolean contains(long hash) {
            int mask = slots.length - 1;
            for (int at = (int) (hash >>> 20) & mask; slots[at] != 0; at = at + 1 & mask) {
                if (slots[at] == hash) {
                    return true;
                }
            }
            return false;
        }

        private static boolean put(long[] into, long hash) {
            int mask = into.length - 1;
            int at = (int) (hash >>> 20) & mask;
            while (into[at] != 0) {
                if (into[at] == hash) {
                    return false;
                }
                at = at + 1 & mask;
            }
            into[at] = hash;
            return true;
        }
    }
}
