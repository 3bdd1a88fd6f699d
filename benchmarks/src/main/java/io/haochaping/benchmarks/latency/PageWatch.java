package io.haochaping.benchmarks.latency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One reader of the page's events: when it was told each cut. A cut that is passed over is told with the next. */
final class PageWatch implements AutoCloseable {
    private static final String ID = "id: ";

    private final InputStream events;
    private final TreeMap<Long, Long> told = new TreeMap<>();

    private PageWatch(InputStream events) {
        this.events = events;
    }

    static PageWatch on(URI page) throws IOException, InterruptedException {
        InputStream events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page.resolve("/api/events")).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
        PageWatch watch = new PageWatch(events);
        Thread thread = new Thread(watch::read, "page-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ID)) {
                    tell(Long.parseLong(line.substring(ID.length())), System.currentTimeMillis());
                }
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private synchronized void tell(long epoch, long at) {
        told.put(epoch, at);
    }

    /** When this cut, or a later one, was told. */
    synchronized OptionalLong at(long epoch) {
        return told.tailMap(epoch, true).values().stream()
                .mapToLong(Long::longValue)
                .min();
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
