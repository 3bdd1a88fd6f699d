package io.haochaping.domain.rate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranking as publications do it: equal scores share a rank and the next rank follows without a gap (1, 2, 2, 3), so that
 * "the top ten" can be more than ten units.
 *
 * @param rank 1 for the highest score
 */
public record DenseRank(int rank, String unit, BigDecimal score) {

    /**
     * Ranks the units, the highest score first; units of one rank stand in the order of the list. The list belongs to the
     * publication (the State Council's order, the administrative order) and is never the order of codes.
     *
     * @throws IllegalArgumentException if a unit is missing from the order, or the order names one twice
     */
    public static List<DenseRank> of(Map<String, BigDecimal> scores, List<String> order) {
        Map<String, Integer> places = places(order);
        List<String> units = new ArrayList<>(scores.keySet());
        for (String unit : units) {
            if (!places.containsKey(unit)) {
                throw new IllegalArgumentException("The order of the publication does not name " + unit);
            }
        }
        units.sort(Comparator.comparing(scores::get, Comparator.<BigDecimal>reverseOrder())
                .thenComparing(places::get));
        return ranked(units, scores);
    }

    private static List<DenseRank> ranked(List<String> units, Map<String, BigDecimal> scores) {
        List<DenseRank> ranked = new ArrayList<>(units.size());
        int rank = 0;
        BigDecimal previous = null;
        for (String unit : units) {
            BigDecimal score = scores.get(unit);
            // By compareTo: 84.8 and 84.80 are one score.
            if (previous == null || score.compareTo(previous) != 0) {
                rank++;
            }
            ranked.add(new DenseRank(rank, unit, score));
            previous = score;
        }
        return List.copyOf(ranked);
    }

    private static Map<String, Integer> places(List<String> order) {
        Map<String, Integer> places = new HashMap<>();
        for (String unit : order) {
            if (places.put(unit, places.size()) != null) {
                throw new IllegalArgumentException("The order of the publication names " + unit + " twice");
            }
        }
        return places;
    }
}
