package io.haochaping.dashboard;

import io.haochaping.dashboard.api.Api;
import io.haochaping.dashboard.api.Health;
import io.haochaping.dashboard.cut.CutFollower;
import io.haochaping.dashboard.cut.EarlierCuts;
import io.haochaping.dashboard.explain.Explainer;
import io.haochaping.dashboard.server.DashboardServer;
import io.haochaping.dashboard.server.HostNames;
import io.haochaping.dashboard.server.Metrics;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A dashboard that runs: one thread that follows the cuts, and a server that answers from memory. */
public final class Dashboard implements AutoCloseable {
    private final CutFollower follower;
    private final EarlierCuts earlier;
    private final Explainer explainer;
    private final DashboardServer server;
    private final String host;

    private Dashboard(
            CutFollower follower, EarlierCuts earlier, Explainer explainer, DashboardServer server, String host) {
        this.follower = follower;
        this.earlier = earlier;
        this.explainer = explainer;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts at once, also where the store does not answer yet: {@code /health} says so, and figures come when it does.
     *
     * @throws IOException where the port is taken
     */
    public static Dashboard start(DashboardConfig config) throws IOException {
        return start(config, Clock.systemUTC());
    }

    /** @param clock says how old a cut is, and decides no figure */
    static Dashboard start(DashboardConfig config, Clock clock) throws IOException {
        Metrics metrics = new Metrics();
        CutFollower follower = new CutFollower(config.store(), config.pollInterval(), metrics);
        Explainer explainer = new Explainer(config.explainCommand(), config.explainLimit());
        EarlierCuts earlier = new EarlierCuts(config.store());
        Api api = new Api(follower, earlier, config.names(), config.language(), explainer.isOn(), clock);
        Health health = new Health(follower, config.staleAfter(), clock);
        DashboardServer server = new DashboardServer(
                config.host(),
                config.port(),
                new HostNames(config.allowedHosts()),
                config.streams(),
                api,
                health,
                follower,
                explainer,
                metrics);
        server.start();
        follower.start();
        return new Dashboard(follower, earlier, explainer, server, config.host());
    }

    /** Where the page is. */
    public URI address() {
        return URI.create("http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                + server.port() + "/");
    }

    int openStreams() {
        return server.openStreams();
    }

    @Override
    public void close() {
        follower.close();
        explainer.close();
        server.close();
        earlier.close();
    }
}
