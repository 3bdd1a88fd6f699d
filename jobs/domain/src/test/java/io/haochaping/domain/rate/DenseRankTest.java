package io.haochaping.domain.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DenseRankTest {
    @Test
    void unitsOfOneScoreShareARankInTheOrderOfThePublication() {
        Map<String, BigDecimal> scores = Map.of(
                "110000", new BigDecimal("84.8"), "440000", new BigDecimal("84.80"), "310000", new BigDecimal("90"));

        assertThat(DenseRank.of(scores, List.of("440000", "310000", "110000")))
                .extracting(DenseRank::rank, DenseRank::unit)
                .containsExactly(tuple(1, "310000"), tuple(2, "440000"), tuple(2, "110000"));
    }

    @Test
    void theProvincialWebsitesOf2020HaveTheirPublishedRanks() {
        int[] published = {1, 2, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10};
        Map<String, BigDecimal> scores = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < published.length; i++) {
            order.add("province " + i);
            scores.put("province " + i, BigDecimal.valueOf(100 - published[i]));
        }

        List<DenseRank> ranked = DenseRank.of(scores, order);

        assertThat(ranked).extracting(DenseRank::rank).containsExactly(1, 2, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10);
        assertThat(ranked).extracting(DenseRank::unit).isEqualTo(order);
        assertThat(ranked.stream().filter(unit -> unit.rank() <= 10)).hasSize(13);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderInWhichScoresComeDoesNotMatter(long seed) {
        Random random = new Random(seed);
        List<String> order = new ArrayList<>(
                IntStream.range(0, 40).mapToObj(i -> "unit " + i).toList());
        Collections.shuffle(order, random);
        Map<String, BigDecimal> scores = new LinkedHashMap<>();
        order.forEach(unit -> scores.put(unit, BigDecimal.valueOf(random.nextInt(12))));
        List<String> shuffled = new ArrayList<>(order);
        Collections.shuffle(shuffled, random);
        Map<String, BigDecimal> other = new LinkedHashMap<>();
        shuffled.forEach(unit -> other.put(unit, scores.get(unit)));

        List<DenseRank> ranked = DenseRank.of(scores, order);

        assertThat(DenseRank.of(other, order)).as("seed %d", seed).isEqualTo(ranked);
        assertThat(ranked).as("seed %d", seed).allSatisfy(unit -> assertThat((long) unit.rank())
                .isEqualTo(1
                        + scores.values().stream()
                                .filter(score -> score.compareTo(unit.score()) > 0)
                                .distinct()
                                .count()));
    }

    @Test
    void anOrderThatLeavesAUnitOutOrNamesOneTwiceIsRefused() {
        Map<String, BigDecimal> scores = Map.of("a", BigDecimal.ONE);

        assertThatThrownBy(() -> DenseRank.of(scores, List.of("b"))).hasMessageContaining("does not name a");
        assertThatThrownBy(() -> DenseRank.of(scores, List.of("a", "a"))).hasMessageContaining("a twice");
        assertThat(DenseRank.of(Map.of(), List.of("a"))).isEmpty();
    }
}
