package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.traffic.TrafficConfig;
import io.haochaping.traffic.TrafficPlan;
import io.haochaping.witness.Plans;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What raters write, and who they are, does not come through the door. */
class NothingPersonalTest {
    @ParameterizedTest
    @ValueSource(longs = {31})
    void noNumberNoRaterAndNoAddressStandsInAnyRowOfTheFold(long seed) {
        TrafficPlan plan = TrafficPlan.of(TrafficConfig.of(seed, 2_000).withTickEvery(Duration.ofHours(6)));
        PersonalData personal = PersonalData.of(plan);

        assertThat(personal.size())
                .as("telephones, identity numbers, raters, addresses")
                .isGreaterThan(1_000);
        assertThat(personal.in(Plans.fold(plan, seed).canonicalRows().entrySet().stream()
                        .map(row -> row.getKey() + " " + row.getValue())
                        .toList()))
                .isEmpty();
    }
}
