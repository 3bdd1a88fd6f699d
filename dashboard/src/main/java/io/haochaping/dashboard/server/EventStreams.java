package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Api;
import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.cut.Snapshot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** All clients of {@code /api/events}. No thread waits for a client: writes are asynchronous, and a thousand streams need none of their own. */
final class EventStreams implements AutoCloseable {
    static final String MEDIA_TYPE = "text/event-stream";

    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(15);
    private static final byte[] BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] GREETING = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String RETRY_AFTER_SECONDS = "10";

    /** A thousand writes in one go would hold a processor for some 20 ms, and whoever asks at that moment would wait for it. */
    private static final int AT_ONCE = 32;

    private static final long BREATH_NANOS = 500_000;

    private final Api api;
    private final int limit;
    private final Metrics metrics;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(EventStreams::thread);
    private volatile EventStream.Event newest = new EventStream.Event(0, -1, new byte[0]);

    EventStreams(Api api, int limit, Metrics metrics) {
        this.api = api;
        this.limit = limit;
        this.metrics = metrics;
    }

    void start() {
        beats.scheduleAtFixedRate(
                () -> open.forEach(stream -> stream.beat(BEAT)),
                BETWEEN_BEATS.toMillis(),
                BETWEEN_BEATS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Sends the cut to everybody. Called by one thread. */
    void publish(Snapshot snapshot) {
        EventStream.Event event =
                new EventStream.Event(newest.number() + 1, snapshot.cut().epoch(), bytes(snapshot));
        newest = event;
        int sent = 0;
        for (EventStream stream : open) {
            stream.send(event);
            if (++sent % AT_ONCE == 0) {
                LockSupport.parkNanos(BREATH_NANOS);
            }
        }
    }

    private byte[] bytes(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("event: cut\nid: " + snapshot.cut().epoch() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(api.cut(snapshot));
        bytes.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /**
     * Opens a stream. The client gets the newest cut at once, unless it names that one as its last.
     *
     * @param lastEventId as sent; null: none
     * @throws Refusal where as many are open as may be
     */
    void open(Response response, Callback end, String lastEventId) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            metrics.streamRefused();
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw new Refusal(
                    Refusal.Code.TOO_MANY_STREAMS,
                    null,
                    "As many streams of events are open as this server allows, " + limit + ": try again in "
                            + RETRY_AFTER_SECONDS + " s, or ask /api/cut.",
                    "事件流已达上限 " + limit + " 个：请 " + RETRY_AFTER_SECONDS + " 秒后重试，或改为查询 /api/cut。");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE + ";charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // Asks proxies not to hold events back.
        response.getHeaders().put("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response, end, this);
        stream.beat(GREETING);
        // First among the open, then the newest: a cut that comes in between is offered twice and never missed.
        open.add(stream);
        metrics.streams(count.get());
        EventStream.Event now = newest;
        if (now.number() > 0 && !Long.toString(now.epoch()).equals(lastEventId)) {
            stream.send(now);
        }
        if (stream.isOver()) {
            closed(stream);
        }
    }

    void closed(EventStream stream) {
        if (open.remove(stream)) {
            metrics.streams(count.decrementAndGet());
        }
    }

    void skipped() {
        metrics.eventSkipped();
    }

    int size() {
        return count.get();
    }

    @Override
    public void close() {
        beats.shutdownNow();
        open.forEach(stream -> {
            stream.close();
            closed(stream);
        });
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "event-beats");
        thread.setDaemon(true);
        return thread;
    }
}
