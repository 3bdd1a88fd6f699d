package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Api;
import io.haochaping.dashboard.api.Health;
import io.haochaping.dashboard.cut.CutFollower;
import io.haochaping.dashboard.explain.Explainer;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server, on one address. */
public final class DashboardServer implements AutoCloseable {
    /** Answers come from memory: more threads than cores would only wait for one another. */
    private static final int MOST_THREADS = 24;

    private static final int LONGEST_HEADERS = 8 << 10;
    private static final int SEND_BUFFER = 64 << 10;
    /** Streams are heard from every 15 s, so whoever is quiet for so long is gone. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Server server;
    private final ServerConnector connector;
    private final EventStreams streams;

    public DashboardServer(
            String host,
            int port,
            HostNames hosts,
            int streamLimit,
            Api api,
            Health health,
            CutFollower follower,
            Explainer explainer,
            Metrics metrics) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LONGEST_HEADERS);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        // A thousand pages that come back at once after a restart must not be turned away.
        connector.setAcceptQueueSize(2_048);
        // What the kernel may hold back for a client that does not read; left alone it grows to megabytes each.
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        server.addConnector(connector);
        streams = new EventStreams(api, streamLimit, metrics);
        follower.onSnapshot(streams::publish);
        server.setHandler(new Door(hosts, api, health, streams, new ExplainStream(explainer), metrics));
        server.setErrorHandler(new BadRequests());
    }

    /** @throws IOException where the port is taken */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(failure);
        }
        streams.start();
    }

    /** The port that it listens on; useful where it was told to take any. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Streams of events that are open. */
    public int openStreams() {
        return streams.size();
    }

    EventStreams streams() {
        return streams;
    }

    @Override
    public void close() {
        streams.close();
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IllegalStateException("The HTTP server did not stop: " + failure.getMessage(), failure);
        }
    }
}
