package io.haochaping.kit.commit;

import java.io.Serializable;

/** Hears of commits: the outbox forwarder wakes, and a watch knows that commits go on. Called in the committer's thread; must not block. */
public interface CommitListener extends Serializable {
    void opened() throws Exception;

    /** @param completeThrough of the cut, milliseconds; -1: no whole round yet */
    void committed(String cutName, long completeThrough);

    void closed();

    /** Hears and does nothing: on a replay nothing is sent. */
    static CommitListener none() {
        return new CommitListener() {
            private static final long serialVersionUID = 1L;

            @Override
            public void opened() {}

            @Override
            public void committed(String cutName, long completeThrough) {}

            @Override
            public void closed() {}
        };
    }
}
