package io.haochaping.dashboard.figures;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for the codes of one dimension, from 0 on in the order in which codes are first seen. A number never changes. One thread gives numbers out; others
 * read the codes of numbers that they got from that thread.
 */
public final class Codes {
    private final String dimension;
    private final int room;
    private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private volatile String[] codes = new String[16];

    /** @param room how many codes a {@link CellKey} has bits for */
    Codes(String dimension, int room) {
        this.dimension = dimension;
        this.room = room;
    }

    /** @throws IllegalStateException where there are more codes than the key has room for */
    int numberOf(String code) {
        Integer known = numbers.get(code);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == room) {
            throw new IllegalStateException("The store holds more than " + room + " different codes of the dimension "
                    + dimension + ", more than the dashboard can tell apart");
        }
        if (number == codes.length) {
            codes = Arrays.copyOf(codes, number * 2);
        }
        codes[number] = code;
        numbers.put(code, number);
        return number;
    }

    /** Empty: the code was never seen. */
    public OptionalInt find(String code) {
        Integer known = numbers.get(code);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    public String code(int number) {
        return codes[number];
    }

    public int size() {
        return numbers.size();
    }
}
