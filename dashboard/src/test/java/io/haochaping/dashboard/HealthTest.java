package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.dashboard.cut.StoreAddress;
import io.haochaping.stack.Await;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ApiDescription DESCRIPTION = new ApiDescription();

    @Test
    void allIsWellOverAYoungCutWhoseEquationCloses() throws Exception {
        try (RunningDashboard dashboard =
                RunningDashboard.over(SmallStore.fresh()).showing(SmallStore.THROUGH)) {
            assertThat(Client.parse(dashboard.client().get("/health").body()).findValuesAsText("ok"))
                    .containsExactly("true", "true", "true", "true");
        }
    }

    @Test
    void aCutThatIsOldARestoredStoreAndAGapAreEachTold() throws Exception {
        TestStore store = SmallStore.fresh();
        try (RunningDashboard dashboard = RunningDashboard.over(store).showing(SmallStore.THROUGH)) {
            store.execute(
                    "update $.store_head set restored = true, restored_since = now();"
                            + " update $.cut set committed_at = '2026-11-20T10:10:00+08:00', received = '{20}', total_received = 20");
            String health = failing(dashboard, "A backup was put back");

            assertThat(health)
                    .contains("480 s old, more than 300 s", "A backup was put back", "6 records and 0 ratings")
                    .contains("存储由备份恢复");
            assertThat(dashboard
                            .client()
                            .json("/api/figures")
                            .at("/cut/restored")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void withoutACutEveryAnswerSaysWhy() {
        try (RunningDashboard dashboard = RunningDashboard.over(TestStore.fresh())) {
            assertThat(failing(dashboard, "holds no cut")).contains("the live job has not committed one");
            HttpResponse<String> figures = dashboard.client().get("/api/figures");
            assertThat(figures.statusCode()).isEqualTo(503);
            assertThat(figures.body()).contains("no-cut-yet", "There are no figures yet. The store holds no cut yet");
            assertThat(DESCRIPTION.violations("/api/figures", 503, figures.body()))
                    .isEmpty();
        }
    }

    @Test
    void aStoreThatDoesNotAnswerOrRefusesIsToldWithItsRemedy() {
        StoreAddress real = TestStore.fresh().address();
        Map<StoreAddress, String> sentences = Map.of(
                new StoreAddress("jdbc:postgresql://127.0.0.1:1/x", "u", "secret", "s"), "is PostgreSQL running",
                new StoreAddress(real.url(), real.user(), "secret", real.schema()),
                        "correct store.user and store.password",
                new StoreAddress(real.url(), real.user(), real.password(), "elsewhere"), "correct store.schema");
        sentences.forEach((address, sentence) -> {
            try (RunningDashboard dashboard = RunningDashboard.with(DashboardConfig.of(address))) {
                assertThat(failing(dashboard, sentence))
                        .doesNotContain("secret")
                        .doesNotContain("Exception");
            }
        });
    }

    @Test
    void figuresStandWhileTheStoreIsAwayAndFollowWhenItIsBack() throws Exception {
        TestStore store = SmallStore.fresh();
        try (RunningDashboard dashboard = RunningDashboard.over(store).showing(SmallStore.THROUGH)) {
            store.execute("alter view $.v_cut rename to v_cut_away");
            failing(dashboard, "lacks a view");
            assertThat(dashboard.client().get("/api/figures").statusCode()).isEqualTo(200);

            store.execute("alter view $.v_cut_away rename to v_cut");
            store.commit("2026-11-20T10:18:00+08:00", Map.of());
            dashboard.showing("2026-11-20T10:18:00+08:00");
            assertThat(dashboard.client().get("/health").statusCode()).isEqualTo(200);
        }
    }

    private static String failing(RunningDashboard dashboard, String sentence) {
        Await.until(
                "/health to say " + sentence,
                LIMIT,
                () -> dashboard.client().get("/health").body().contains(sentence));
        HttpResponse<String> health = dashboard.client().get("/health");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(DESCRIPTION.violations("/health", 503, health.body())).isEmpty();
        return health.body();
    }
}
