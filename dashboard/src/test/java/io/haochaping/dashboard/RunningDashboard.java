package io.haochaping.dashboard;

import io.haochaping.stack.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A dashboard over a {@link TestStore}, with a clock that stands still. */
public final class RunningDashboard implements AutoCloseable {
    /** Half a minute after the completeThrough of {@link SmallStore}. */
    public static final Instant NOW = Instant.parse("2026-11-20T02:18:00Z");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Dashboard dashboard;
    private final Client client;

    private RunningDashboard(Dashboard dashboard) {
        this.dashboard = dashboard;
        this.client = new Client(dashboard);
    }

    public static RunningDashboard over(TestStore store) {
        return with(DashboardConfig.of(store.address()));
    }

    public static RunningDashboard with(DashboardConfig config) {
        try {
            return new RunningDashboard(Dashboard.start(config, Clock.fixed(NOW, ZoneOffset.UTC)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until a cut of that completeThrough is shown. */
    public RunningDashboard showing(String completeThrough) {
        Await.until(
                "the cut complete through " + completeThrough,
                LIMIT,
                () -> client.json("/api/cut").get("completeThrough").asText().equals(completeThrough));
        return this;
    }

    public Client client() {
        return client;
    }

    public Dashboard dashboard() {
        return dashboard;
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
