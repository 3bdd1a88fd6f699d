package io.haochaping.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between the job and a server: passes bytes on, late, or not at all; and can cut a connection exactly between a commit and its acknowledgement. */
final class CuttingProxy implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket door;
    private final int target;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile long delayMillis;
    private volatile CountDownLatch nextCommit;

    private CuttingProxy(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    /** @param target port of the server on this machine; it need not listen yet */
    static CuttingProxy before(int target) {
        try {
            CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    /** Resets every connection and takes no other until {@link #heal()}. */
    void cut() {
        refusing = true;
        open.forEach(Pair::reset);
    }

    /** Everything passes again, at once. */
    void heal() {
        refusing = false;
        delayMillis = 0;
    }

    /** Each piece of an answer is passed on so much later. */
    void slow(long millis) {
        delayMillis = millis;
    }

    /** The next transaction that wrote a row is committed, and its connection reset before the client learns of it. */
    void cutAfterNextCommit() {
        nextCommit = new CountDownLatch(1);
    }

    /** @return whether it has happened within the limit */
    boolean awaitUnacknowledged(long limitMillis) throws InterruptedException {
        return nextCommit.await(limitMillis, TimeUnit.MILLISECONDS);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusing) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                connect(client);
            } catch (IOException closed) {
                // The door is closed, which ends the loop.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), target));
            open.add(pair);
            if (refusing) {
                pair.reset();
            }
            daemon(() -> pair.pass(pair.client, pair.server, false));
            daemon(() -> pair.pass(pair.server, pair.client, true));
        } catch (IOException noServer) {
            client.setSoLinger(true, 0);
            client.close();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private final CommitWatch watch = new CommitWatch();

        Pair(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        private void pass(Socket from, Socket to, boolean answers) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (answers && withholds(chunk, length)) {
                        return;
                    }
                    out.write(chunk, 0, length);
                }
            } catch (IOException ended) {
                // One side is gone; the other goes with it.
            } finally {
                reset();
            }
        }

        private boolean withholds(byte[] chunk, int length) {
            if (delayMillis > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
            }
            CountDownLatch armed = nextCommit;
            if (watch.committedWrites(chunk, length) && armed != null && armed.getCount() > 0) {
                reset();
                armed.countDown();
                return true;
            }
            return false;
        }

        private void reset() {
            open.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException gone) {
                    // It was closed already.
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        open.forEach(Pair::reset);
    }
}
