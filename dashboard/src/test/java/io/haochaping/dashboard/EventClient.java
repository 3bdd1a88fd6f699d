package io.haochaping.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One stream of events on a socket of its own, so that a test decides when it is read. */
public final class EventClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;

    private EventClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 512);
    }

    public record Event(String id, String data) {}

    /** @param lastEventId null: none */
    public static EventClient open(URI address, String lastEventId) throws IOException {
        return open(address, new Socket(), lastEventId);
    }

    public static EventClient openWithSmallBuffer(URI address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        return open(address, socket, null);
    }

    private static EventClient open(URI address, Socket socket, String lastEventId) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String header = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        socket.getOutputStream()
                .write(("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n" + header
                                + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        EventClient client = new EventClient(socket);
        String status = client.in.readLine();
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
        return client;
    }

    /** The next event; comments and the framing of chunks are passed over. */
    public Event next() throws IOException {
        String id = null;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            // Beats keep a stream alive that brings nothing else.
            if (System.nanoTime() > deadline) {
                throw new IOException("No event within " + LIMIT_MILLIS + " ms");
            }
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                return new Event(id, line.substring("data: ".length()));
            }
        }
        throw new IOException("The stream ended");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
