package io.haochaping.dashboard.server;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** One client of the events. At most one event waits for it: a newer one takes its place, so that a slow client costs a constant. */
final class EventStream {
    private final Response response;
    private final Callback end;
    private final EventStreams streams;
    /** Null: nothing waits. */
    private Event waiting;

    /** Number of the last event taken; older ones are not sent after it. */
    private long taken;

    private boolean isWriting;
    private boolean isOver;

    EventStream(Response response, Callback end, EventStreams streams) {
        this.response = response;
        this.end = end;
        this.streams = streams;
    }

    /**
     * A cut as it goes out.
     *
     * @param number in the order of their making: an epoch can fall, where the store was put back
     */
    record Event(long number, long epoch, byte[] bytes) {}

    /** Sends the event, or has it wait for the one that is being sent. */
    void send(Event event) {
        synchronized (this) {
            if (isOver || event.number <= taken) {
                return;
            }
            taken = event.number;
            if (isWriting) {
                if (waiting != null) {
                    streams.skipped();
                }
                waiting = event;
                return;
            }
            isWriting = true;
        }
        write(event.bytes);
    }

    /** Sends a comment, unless something is being sent anyhow. */
    void beat(byte[] comment) {
        synchronized (this) {
            if (isOver || isWriting) {
                return;
            }
            isWriting = true;
        }
        write(comment);
    }

    /** Not under the lock: the write may be done, and call back, before it returns. */
    private void write(byte[] bytes) {
        response.write(
                false, ByteBuffer.wrap(bytes), Callback.from(InvocationType.NON_BLOCKING, this::written, this::failed));
    }

    private void written() {
        Event next;
        synchronized (this) {
            next = waiting;
            waiting = null;
            isWriting = next != null;
        }
        if (next != null) {
            write(next.bytes);
        }
    }

    private void failed(Throwable clientGone) {
        if (ends()) {
            streams.closed(this);
            end.failed(clientGone);
        }
    }

    /** Ends the answer; a client comes back by itself. */
    void close() {
        if (ends()) {
            // A write that is under way must not be followed by another; cut off, the client comes back just the same.
            if (isWriting) {
                end.failed(new ClosedChannelException());
            } else {
                response.write(true, ByteBuffer.allocate(0), end);
            }
        }
    }

    synchronized boolean isOver() {
        return isOver;
    }

    private synchronized boolean ends() {
        boolean first = !isOver;
        isOver = true;
        return first;
    }
}
