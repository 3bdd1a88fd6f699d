package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.stack.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NEXT = "2026-11-20T10:18:00+08:00";
    private static final String AFTER_NEXT = "2026-11-20T10:19:00+08:00";

    private TestStore store;
    private RunningDashboard dashboard;

    @BeforeEach
    void start() throws Exception {
        store = SmallStore.fresh();
        dashboard = RunningDashboard.with(DashboardConfig.of(store.address()).withStreams(1_000))
                .showing(SmallStore.THROUGH);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void whoComesGetsTheNewestCutAtOnceAndThenEachOne() throws Exception {
        try (EventClient client = EventClient.open(dashboard.dashboard().address(), null)) {
            EventClient.Event first = client.next();
            assertThat(first.id()).isEqualTo(epoch());
            assertThat(new ApiDescription().violations("/api/cut", 200, first.data()))
                    .isEmpty();

            store.commit(NEXT, Map.of());
            assertThat(client.next().data()).contains(NEXT);
        }
    }

    @Test
    void whoComesBackGetsTheNewestCutUnlessItHasItAlready() throws Exception {
        String seen = epoch();
        try (EventClient same = EventClient.open(dashboard.dashboard().address(), seen)) {
            store.commit(NEXT, Map.of());
            assertThat(same.next().data()).as("nothing came before it").contains(NEXT);
        }
        dashboard.showing(NEXT);
        try (EventClient behind = EventClient.open(dashboard.dashboard().address(), seen);
                EventClient mean = EventClient.open(dashboard.dashboard().address(), "😀 nonsense")) {
            assertThat(behind.next().data()).contains(NEXT);
            assertThat(mean.next().data()).contains(NEXT);
        }
    }

    @Test
    void aThousandStreamsGetEveryCutAndOneMoreGetsASentence() throws Exception {
        List<EventClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                clients.add(EventClient.open(dashboard.dashboard().address(), epoch()));
            }
            String refused = RawRequest.send(dashboard.dashboard().address(), "GET /api/events HTTP/1.1");
            assertThat(refused).startsWith("HTTP/1.1 503").contains("Retry-After: 10", "too-many-streams", "1000");

            for (String through : List.of(NEXT, AFTER_NEXT)) {
                store.commit(through, Map.of());
                for (EventClient client : clients) {
                    assertThat(client.next().data()).contains(through);
                }
            }
        } finally {
            for (EventClient client : clients) {
                client.close();
            }
        }
        store.commit("2026-11-20T10:20:00+08:00", Map.of());
        Await.until("the streams to be let go", LIMIT, () -> {
            // A closed connection shows at a write, so cuts go on coming.
            store.commit("2026-11-20T10:20:00+08:00", Map.of());
            return dashboard.dashboard().openStreams() == 0;
        });
    }

    private String epoch() {
        return dashboard.client().json("/api/cut").get("epoch").asText();
    }
}
