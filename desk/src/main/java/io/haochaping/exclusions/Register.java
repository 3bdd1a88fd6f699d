package io.haochaping.exclusions;

import io.haochaping.domain.record.CaseKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All decisions that were received, and which of them hold: of each place the last by (time, content), as in the ledger. */
final class Register {
    private static final Comparator<Heard> ORDER = Comparator.<Heard>comparingLong(
                    heard -> heard.decision().at())
            .thenComparing((one, other) -> Long.compareUnsigned(one.content(), other.content()));

    private final Map<Place, List<Heard>> heard = new LinkedHashMap<>();
    private final Map<CaseKey, List<Place>> byCase = new HashMap<>();

    private record Heard(Decision decision, long content) {}

    void add(Place place, Decision decision, long content) {
        heard.computeIfAbsent(place, fresh -> {
                    byCase.computeIfAbsent(fresh.rating(), none -> new ArrayList<>())
                            .add(fresh);
                    return new ArrayList<>(2);
                })
                .add(new Heard(decision, content));
    }

    /** Empty: nothing was decided under this number. */
    Optional<Standing> of(Place place) {
        List<Heard> all = heard.get(place);
        if (all == null) {
            return Optional.empty();
        }
        Decision last = all.stream().max(ORDER).orElseThrow().decision();
        Decision excluded = all.stream()
                .filter(entry -> !entry.decision().revokes())
                .max(ORDER)
                .map(Heard::decision)
                .orElse(null);
        return Optional.of(new Standing(excluded, last.revokes() ? last : null));
    }

    /** Whether anything was decided about a rating, under whatever number. */
    boolean knows(CaseKey rating, int ordinal) {
        return byCase.getOrDefault(rating, List.of()).stream().anyMatch(place -> place.ordinal() == ordinal);
    }

    /** In the order in which they were first heard of. */
    List<Place> places() {
        return List.copyOf(heard.keySet());
    }
}
