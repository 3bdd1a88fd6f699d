package io.haochaping.livemetrics;

import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.OutboxForwarder;

/** What the live job does around its commits: forwards the outbox. */
final class LiveCommits implements CommitListener {
    private static final long serialVersionUID = 1L;
    private final LiveConfig config;
    private transient OutboxForwarder.Loop forwarder;

    LiveCommits(LiveConfig config) {
        this.config = config;
    }

    @Override
    public void opened() {
        forwarder = OutboxForwarder.Loop.start(OutboxForwarder.open(config));
    }

    @Override
    public void committed(String cutName) {
        forwarder.poke();
    }

    @Override
    public void closed() {
        if (forwarder != null) {
            forwarder.close();
        }
    }
}
