package io.haochaping.dashboard.cut;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store for what snapshots do not hold: the equations of earlier cuts. One connection for all who ask, one after the other, so that curious readers cannot take
 * connections from the job; opened when first needed, and anew after a failure.
 */
public final class EarlierCuts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierCuts.class);

    private static final int PATIENCE_MILLIS = 2_000;

    private final StoreAddress store;
    /** One question at a time: each takes milliseconds, and whoever has waited too long asks again. */
    private final ReentrantLock turn = new ReentrantLock();

    private Connection connection;

    public EarlierCuts(StoreAddress store) {
        this.store = store;
    }

    /** The store could not be asked; says why in both languages. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient StoreProblem problem;

        Unavailable(StoreProblem problem) {
            super(problem.english(), null, false, false);
            this.problem = problem;
        }

        public StoreProblem problem() {
            return problem;
        }
    }

    private interface Question {
        Optional<EarlierEquation> ask(StoreReader reader) throws SQLException;
    }

    /**
     * Of the last cut with this epoch or a lower one. Empty: there is none.
     *
     * @throws Unavailable where the store does not answer
     */
    public Optional<EarlierEquation> ofEpoch(long epoch) {
        return ask(reader -> reader.equationOfEpoch(epoch));
    }

    /**
     * Of the last cut that was committed at this moment (milliseconds) or before. Empty: there is none.
     *
     * @throws Unavailable where the store does not answer
     */
    public Optional<EarlierEquation> committedBy(long millis) {
        return ask(reader -> reader.equationCommittedBy(millis));
    }

    private Optional<EarlierEquation> ask(Question question) {
        if (!isMyTurn()) {
            throw new Unavailable(StoreProblem.BUSY);
        }
        try {
            return askInTurn(question);
        } finally {
            turn.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return turn.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<EarlierEquation> askInTurn(Question question) {
        boolean isOld = connection != null;
        try {
            return inOneTransaction(question);
        } catch (SQLException broken) {
            close();
            if (!isOld) {
                throw new Unavailable(StoreProblem.of(broken));
            }
        }
        // A connection that lay idle may have gone with the server it led to.
        try {
            return inOneTransaction(question);
        } catch (SQLException failure) {
            close();
            throw new Unavailable(StoreProblem.of(failure));
        }
    }

    private Optional<EarlierEquation> inOneTransaction(Question question) throws SQLException {
        if (connection == null) {
            connection = store.connect();
            connection.setAutoCommit(false);
            // Those who ask hold a thread of the server each; a store that hangs must not hold them all.
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        }
        Optional<EarlierEquation> answer = question.ask(new StoreReader(connection, store.schema()));
        connection.commit();
        return answer;
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException alreadyBroken) {
            LOG.debug("A broken connection to the store could not be closed");
        } finally {
            connection = null;
            turn.unlock();
        }
    }
}
