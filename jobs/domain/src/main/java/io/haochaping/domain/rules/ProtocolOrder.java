package io.haochaping.domain.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which a publication lists units of one rank: its order lists, one behind the other. Never that of the codes, which rank nobody. */
public final class ProtocolOrder {
    private final Map<String, Integer> places = new HashMap<>();

    /** @param lists where two name the same code, the first one places it */
    public ProtocolOrder(Collection<List<String>> lists) {
        lists.forEach(codes -> codes.forEach(code -> places.putIfAbsent(code, places.size())));
    }

    /** Those that no list names come behind the others, as they stood. */
    public List<String> sorted(List<String> codes) {
        List<String> sorted = new ArrayList<>(codes);
        sorted.sort(Comparator.comparingInt(code -> places.getOrDefault(code, Integer.MAX_VALUE)));
        return sorted;
    }
}
