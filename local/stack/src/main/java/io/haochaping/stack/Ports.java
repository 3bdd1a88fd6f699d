package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback address. */
public final class Ports {

    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    /**
     * Below the ports that Linux, macOS and Windows give to outgoing connections (from 32768 or 49152): a server that is down for a
     * moment would find its port taken by somebody's connection.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /**
     * Different ports nobody listens on. All are held open until the last is known, so that none is given out twice.
     *
     * @throws UncheckedIOException where a thousand tries found none
     */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(hold());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            held.forEach(Ports::close);
        }
    }

    private static ServerSocket hold() throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException taken) {
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
