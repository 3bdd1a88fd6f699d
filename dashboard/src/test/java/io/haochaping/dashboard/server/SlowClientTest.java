package io.haochaping.dashboard.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.dashboard.EventClient;
import io.haochaping.dashboard.SmallStore;
import io.haochaping.dashboard.api.Api;
import io.haochaping.dashboard.api.Health;
import io.haochaping.dashboard.api.Language;
import io.haochaping.dashboard.api.NameBook;
import io.haochaping.dashboard.cut.CutFollower;
import io.haochaping.dashboard.cut.EarlierCuts;
import io.haochaping.dashboard.cut.Snapshot;
import io.haochaping.dashboard.cut.StoreAddress;
import io.haochaping.dashboard.explain.Explainer;
import io.haochaping.stack.Await;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Far more than the buffers of both ends hold. */
    private static final int EVENTS = 2_000;

    private static final Explainer NO_EXPLAINER = new Explainer(List.of(), LIMIT);

    private final Ticking clock = new Ticking();
    private final Metrics metrics = new Metrics();

    @Test
    void whoReadsNothingHoldsNobodyBackAndThenGetsTheNewest() throws Exception {
        StoreAddress store = SmallStore.fresh().address();
        CutFollower follower = new CutFollower(store, Duration.ofMillis(100), metrics);
        Api api = new Api(follower, new EarlierCuts(store), NameBook.builtIn(), Language.EN, false, clock);
        Health health = new Health(follower, LIMIT, clock);
        try (follower;
                DashboardServer server = new DashboardServer(
                        "127.0.0.1", 0, new HostNames(List.of()), 10, api, health, follower, NO_EXPLAINER, metrics)) {
            server.start();
            follower.start();
            Snapshot snapshot = Await.value("the cut", LIMIT, follower::newest);
            URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
            try (EventClient slow = EventClient.openWithSmallBuffer(address);
                    EventClient quick = EventClient.open(address, null)) {
                quick.next();
                for (int event = 1; event <= EVENTS; event++) {
                    clock.tick();
                    server.streams().publish(snapshot);
                    assertThat(quick.next().data()).contains(behind());
                }
                int got = 1;
                while (!slow.next().data().contains(behind())) {
                    got++;
                }
                assertThat(got).isLessThan(EVENTS / 2);
                assertThat(new String(metrics.text(), StandardCharsets.UTF_8))
                        .doesNotContain("haochaping_dashboard_events_skipped_total 0.0");
            }
        }
    }

    /** What tells one event from the next, for the cut stays the same. */
    private String behind() {
        return "\"secondsBehind\":" + clock.seconds.get() + ",";
    }

    /** Seconds since completeThrough of the {@link SmallStore}. */
    private static final class Ticking extends Clock {
        private final AtomicLong seconds = new AtomicLong();

        void tick() {
            seconds.incrementAndGet();
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-20T02:17:30Z").plusSeconds(seconds.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
