package io.haochaping.auditreplay;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.StoreSwitch;
import io.haochaping.store.StoredCut;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Lets readers see the rebuild, or what they saw before it. */
record RebuildSwitch(LiveConfig config, Duration patience) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** The barrier of the second cut behind the switch came after it, so from there on the job writes its refused records itself. */
    private static final int CUTS = 2;

    /**
     * What was done.
     *
     * @param refused records that were written into the quarantine topic; -1: the job of the shown store commits nothing, and they still have to be
     */
    record Switched(String from, String to, long epoch, int told, int refused) {}

    Switched forward() throws Refusal, SQLException, IOException {
        RebuildStores stores = RebuildStores.read(config);
        RebuildStores.Store rebuild = stores.require(config);
        if (rebuild.place() == RebuildStores.Place.SHOWN) {
            // Of a command that was ended behind the switch, the rest.
            return finish(stores.before(), rebuild.schema(), epoch(rebuild), 0);
        }
        requireCaughtUp(rebuild, "run live-metrics");
        if (rebuild.place() == RebuildStores.Place.REBUILD) {
            requireCompared(stores, rebuild);
        }
        return to(rebuild.schema());
    }

    Switched back() throws Refusal, SQLException, IOException {
        RebuildStores stores = RebuildStores.read(config);
        RebuildStores.requireName(config);
        RebuildStores.Store before = stores.stores().stream()
                .filter(store -> store.place() == RebuildStores.Place.BEFORE)
                .findFirst()
                .orElseThrow(() -> Refusal.failure(
                        stores.name() + " 没有可切换回的存储", "there is no store to switch " + stores.name() + " back to"));
        requireCaughtUp(before, "its job, with its own configuration and data folder");
        return to(before.schema());
    }

    private static long epoch(RebuildStores.Store store) {
        return store.cut().map(StoredCut::epoch).orElse(0L);
    }

    private static void requireCaughtUp(RebuildStores.Store store, String run) throws Refusal {
        if (store.cut().isEmpty()) {
            throw Refusal.failure(
                    store.schema() + " 中还没有切面：请先运行其作业", store.schema() + " has no cut yet: let its job run first");
        }
        if (!store.hasCaughtUp()) {
            String first = store.behind().firstKey().toString();
            throw Refusal.failure(
                    store.schema() + " 尚未追上：还差 " + store.offsetsBehind() + " 个偏移量（"
                            + store.behind().size() + " 个分区，首个为 " + first + "）；请让其作业运行至追上",
                    store.schema() + " has not caught up: it lacks " + store.offsetsBehind() + " offsets in "
                            + store.behind().size() + " partitions, the first is " + first + "; let " + run
                            + " run until it has");
        }
    }

    private static void requireCompared(RebuildStores stores, RebuildStores.Store rebuild) throws Refusal {
        String shown = stores.of(stores.shown())
                .flatMap(RebuildStores.Store::cut)
                .map(StoredCut::decisionSetDigest)
                .orElse("");
        String own = rebuild.cut().map(StoredCut::decisionSetDigest).orElse("");
        boolean compared = rebuild.compared()
                .filter(made -> made.shownDecisions().equals(shown)
                        && made.rebuiltDecisions().equals(own))
                .isPresent();
        if (!compared) {
            throw Refusal.failure(
                    "尚未在现行的决策集下对比 " + rebuild.schema() + "：请先运行 rebuild compare",
                    rebuild.schema()
                            + " has not been compared under the decisions that hold now: run rebuild compare first");
        }
    }

    private Switched to(String schema) throws Refusal, SQLException, IOException {
        try {
            StoreSwitch.Done done =
                    new StoreSwitch(config.store(), config.shownAs(), config.cutSettings()).show(schema);
            return finish(done.from(), done.to(), done.epoch(), done.told());
        } catch (StoreSwitch.Refused refused) {
            throw Refusal.failure(refused.chinese(), refused.getMessage());
        }
    }

    private Switched finish(String from, String to, long epoch, int told) throws SQLException, IOException {
        boolean commits = from != null && commitsBehind(to, epoch);
        int refused = commits ? new QuarantineHandover(config).run(from, to) : from == null ? 0 : -1;
        return new Switched(from, to, epoch, told, refused);
    }

    private boolean commitsBehind(String schema, long epoch) throws SQLException {
        Duration limit = config.live().checkpointInterval().multipliedBy(10).plus(patience);
        long until = System.nanoTime() + limit.toNanos();
        try (Connection connection = config.store().connect();
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from " + schema + ".cut where epoch > ?")) {
            select.setLong(1, epoch);
            while (System.nanoTime() < until) {
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    if (row.getInt(1) >= CUTS) {
                        return true;
                    }
                }
                connection.commit();
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
