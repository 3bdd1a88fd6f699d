package io.haochaping.benchmarks;

import io.haochaping.kit.commit.CommitListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers when the last cut was committed, and tells when one is complete through a given instant. */
final class LastCommit implements CommitListener {
    private static final long serialVersionUID = 1L;
    /** Static: the listener is shipped to its subtask in this process, and the main method reads it. */
    private static final AtomicLong AT = new AtomicLong();

    private static final CountDownLatch COMPLETE = new CountDownLatch(1);

    private final long through;

    LastCommit(long through) {
        this.through = through;
    }

    /** Milliseconds since 1970 */
    static long at() {
        return AT.get();
    }

    static void awaitComplete() throws InterruptedException {
        COMPLETE.await();
    }

    @Override
    public void opened() {}

    @Override
    public void committed(String cutName, long completeThrough) {
        if (COMPLETE.getCount() == 0) {
            return;
        }
        AT.set(System.currentTimeMillis());
        System.out.println("has committed cut " + cutName.substring(cutName.lastIndexOf('/') + 1));
        if (completeThrough >= through) {
            COMPLETE.countDown();
        }
    }

    @Override
    public void closed() {}
}
