package io.haochaping.livemetrics;

import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.OutboxForwarder;

/** What the live job does around its commits: forwards the outbox, and watches that commits come. */
final class LiveCommits implements CommitListener {
    private static final long serialVersionUID = 1L;
    private final LiveConfig config;
    private transient OutboxForwarder.Loop forwarder;
    private transient CommitWatch watch;

    LiveCommits(LiveConfig config) {
        this.config = config;
    }

    @Override
    public void opened() {
        forwarder = OutboxForwarder.Loop.start(OutboxForwarder.open(config));
        watch = CommitWatch.start(
                config.store(), config.cutSettings(), config.live().noCheckpointAlert());
    }

    @Override
    public void committed(String cutName, long completeThrough) {
        watch.committed(completeThrough);
        forwarder.poke();
    }

    @Override
    public void closed() {
        if (watch != null) {
            watch.close();
        }
        if (forwarder != null) {
            forwarder.close();
        }
    }
}
