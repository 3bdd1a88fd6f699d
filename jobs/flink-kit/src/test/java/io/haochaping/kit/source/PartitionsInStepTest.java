package io.haochaping.kit.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.kit.source.PartitionsInStep.Change;
import io.haochaping.kit.source.PartitionsInStep.Partition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionsInStepTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOW = 1_000 * HOUR;

    private final PartitionsInStep order = new PartitionsInStep(Duration.ofHours(1), () -> NOW);
    private final Partition cases = order.add("case-0");
    private final Partition web = order.add("web-0");

    @Test
    void onePartitionWaitsWhereItIsMoreThanTheLeadAhead() {
        tick(cases, 10);
        tick(web, 11);
        assertThat(order.change().isNone()).isTrue();

        tick(web, 12);

        assertThat(order.change()).isEqualTo(new Change(List.of("web-0"), List.of()));
        assertThat(order.holdsAny()).isTrue();
        tick(cases, 11);
        assertThat(order.change()).isEqualTo(new Change(List.of(), List.of("web-0")));
        assertThat(order.holdsAny()).isFalse();
    }

    @Test
    void whoHasNotSaidATimeYetIsBehindAllOthers() {
        tick(web, 10);

        assertThat(order.change().pause()).containsExactly("web-0");
    }

    @Test
    void aReaderWithNothingElseToReadGoesOnWithTheEarliestOfWhatIsHeld() {
        Partition kiosk = order.add("kiosk-0");
        tick(cases, 10);
        tick(web, 20);
        tick(kiosk, 30);
        assertThat(order.change().pause()).containsExactly("kiosk-0", "web-0");

        order.waited(PartitionsInStep.PATIENCE.toNanos());

        assertThat(order.change()).isEqualTo(new Change(List.of(), List.of("web-0")));
        order.waited(PartitionsInStep.PATIENCE.toNanos());
        assertThat(order.change()).isEqualTo(new Change(List.of(), List.of("kiosk-0")));
        assertThat(order.holdsAny()).isFalse();
    }

    @Test
    void waitingAddsUpUntilWhoIsBehindComesFurther() {
        long mostOfIt = PartitionsInStep.PATIENCE.toNanos() * 2 / 3;
        tick(cases, 10);
        tick(web, 20);
        order.change();
        order.waited(mostOfIt);
        tick(cases, 11);
        order.change();

        order.waited(mostOfIt);
        assertThat(order.change().isNone()).isTrue();
        order.gave(cases, TickTimes.NONE);
        order.waited(mostOfIt);

        assertThat(order.change().resume()).containsExactly("web-0");
    }

    @Test
    void aTrickleHoldsNobodyAndAPartitionThatGivesAgainIsWaitedForAgain() {
        tick(cases, 10);
        tick(web, 20);
        order.change();
        order.waited(PartitionsInStep.PATIENCE.toNanos());
        assertThat(order.change().resume()).containsExactly("web-0");

        for (int record = 1; record < PartitionsInStep.WORTH_WAITING_FOR; record++) {
            order.gave(cases, TickTimes.NONE);
        }
        assertThat(order.change().isNone()).isTrue();
        order.gave(cases, TickTimes.NONE);

        assertThat(order.change().pause()).containsExactly("web-0");
    }

    @Test
    void whoIsAtThePresentIsHeldByNobodysBacklog() {
        tick(cases, 10);
        tick(web, 1_000);
        assertThat(order.change().isNone()).isTrue();

        Partition kiosk = order.add("kiosk-0");
        tick(kiosk, 998);

        assertThat(order.change().pause()).containsExactly("kiosk-0");
    }

    @Test
    void nobodyWaitsForWhatHasBeenReadToItsEnd() {
        tick(cases, 10);
        tick(web, 20);
        order.change();

        order.remove("case-0");

        assertThat(order.change().resume()).containsExactly("web-0");
        order.remove("web-0");
        assertThat(order.change().isNone()).isTrue();
    }

    @Test
    void aHeldPartitionThatEndsIsHeldNoLonger() {
        tick(cases, 10);
        tick(web, 20);
        order.change();

        order.remove("web-0");

        assertThat(order.holdsAny()).isFalse();
    }

    @Test
    void aTickThatComesLateTakesNothingBack() {
        tick(cases, 10);
        tick(web, 20);
        order.change();
        tick(cases, 19);
        order.change();

        tick(cases, 12);

        assertThat(order.hasMoved()).isFalse();
        assertThat(order.change().isNone()).isTrue();
    }

    private void tick(Partition partition, long hour) {
        order.gave(partition, hour * HOUR);
    }
}
