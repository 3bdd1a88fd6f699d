package io.haochaping.benchmarks.dashboard;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients of the events on one thread, each of which remembers the cuts it was told. */
final class OpenStreams implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\nid: (\\d+)\n");
    /** An id line may be cut in two by a read. */
    private static final int KEPT = 40;

    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "event-clients");

    private OpenStreams(Selector selector) {
        this.selector = selector;
    }

    private static final class Client {
        private final SocketChannel channel;
        private final Set<Long> cuts = new TreeSet<>();
        private String end = "";

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        synchronized Set<Long> cuts() {
            return new TreeSet<>(cuts);
        }
    }

    static OpenStreams open(URI address, int count) throws IOException {
        OpenStreams streams = new OpenStreams(Selector.open());
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
            channel.write(ByteBuffer.wrap(
                    "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            Client client = new Client(channel);
            channel.register(streams.selector, SelectionKey.OP_READ, client);
            streams.clients.add(client);
        }
        streams.thread.setDaemon(true);
        streams.thread.start();
        return streams;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (selector.isOpen()) {
                selector.select(key -> receive((Client) key.attachment(), buffer));
            }
        } catch (IOException | ClosedSelectorException over) {
            // The streams were closed.
        }
    }

    private void receive(Client client, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (client.channel.read(buffer) < 0) {
                client.channel.close();
                return;
            }
        } catch (IOException lost) {
            return;
        }
        String text = client.end + new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        Matcher ids = ID.matcher(text);
        synchronized (client) {
            while (ids.find()) {
                client.cuts.add(Long.parseLong(ids.group(1)));
            }
        }
        client.end = text.substring(Math.max(0, text.length() - KEPT));
    }

    /** How many clients have not been told a cut that another was told, or not the last one: the dashboard itself may pass over a cut when the next is there. */
    long missing(long last) {
        Set<Long> all = new TreeSet<>(Set.of(last));
        clients.forEach(client -> all.addAll(client.cuts()));
        return clients.stream()
                .filter(client -> !client.cuts().containsAll(all))
                .count();
    }

    /** Cuts that any client was told. */
    long told() {
        return clients.stream()
                .flatMap(client -> client.cuts().stream())
                .distinct()
                .count();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Client client : clients) {
            client.channel.close();
        }
    }
}
