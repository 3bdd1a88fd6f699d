package io.haochaping.livemetrics;

import io.haochaping.store.AlertNotice;
import io.haochaping.store.CutSettings;
import io.haochaping.store.StoreAddress;
import io.haochaping.store.StoreCommitter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that cuts come and that completeThrough moves. A job whose checkpoints or ticks stopped looks healthy in every other respect, so somebody has to say so; the next commit, or the
 * next move, takes the alert back.
 *
 * <p>Goes by the machine's monotonic clock and changes no figure. Where the whole job is down nobody watches: the age of the last commit stands in {@code v_freshness}.
 */
final class CommitWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitWatch.class);

    private final StoreAddress address;
    private final CutSettings settings;
    private final Duration limit;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "commit-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long lastCommitNanos = System.nanoTime();
    private volatile long lastMoveNanos = System.nanoTime();
    private volatile long lastCompleteThrough = Long.MIN_VALUE;

    private CommitWatch(StoreAddress address, CutSettings settings, Duration limit) {
        this.address = address;
        this.settings = settings;
        this.limit = limit;
    }

    static CommitWatch start(StoreAddress address, CutSettings settings, Duration limit) {
        CommitWatch watch = new CommitWatch(address, settings, limit);
        long every = Math.max(100, limit.toMillis() / 4);
        watch.watch.scheduleWithFixedDelay(watch::look, every, every, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** @param completeThrough of the cut, milliseconds; -1: no whole round yet */
    void committed(long completeThrough) {
        lastCommitNanos = System.nanoTime();
        if (completeThrough > lastCompleteThrough) {
            lastCompleteThrough = completeThrough;
            lastMoveNanos = System.nanoTime();
        }
    }

    private void look() {
        if (isLongAgo(lastCommitNanos)) {
            raise(new AlertNotice(
                    AlertNotice.NO_CHECKPOINT,
                    "live-metrics",
                    "已超过 " + limit.toMinutes() + " 分钟没有新的切面提交：请查看作业、检查点存储与数据库",
                    "no cut was committed for more than " + limit.toMinutes()
                            + " minutes: look at the job, its checkpoint storage and the database"));
        } else if (isLongAgo(lastMoveNanos)) {
            raise(
                    new AlertNotice(
                            AlertNotice.STALLED,
                            "live-metrics",
                            "数据完整时刻已超过 " + limit.toMinutes()
                                    + " 分钟没有前进，结算、默认评价与静默预警随之停止：请查看心跳写入（live.ticks）与 v_equation 的 last_tick_at",
                            "completeThrough has not moved for more than " + limit.toMinutes()
                                    + " minutes, and settlement, defaults and silence wait for it: look at the ticks (live.ticks) and at last_tick_at in v_equation"));
        }
    }

    private boolean isLongAgo(long nanos) {
        return System.nanoTime() - nanos >= limit.toNanos();
    }

    private void raise(AlertNotice notice) {
        LOG.error("{}", notice.messageEn());
        try (StoreCommitter store = new StoreCommitter(address, settings)) {
            store.raise(notice);
        } catch (SQLException | RuntimeException e) {
            LOG.error("and the store cannot be told: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
