package io.haochaping.chaos;

import io.haochaping.stack.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What some faults need from the beginning of their schedule on: disks that can be filled, more brokers, fewer partitions. A schedule without such a fault has what is deployed. */
final class Staging implements AutoCloseable {
    private static final FaultKind[] OF_SEVERAL_BROKERS = {
        FaultKind.BROKER_OF_THREE_KILLED, FaultKind.CONTROLLER_KILLED, FaultKind.ALL_BROKERS_DOWN
    };
    /** What a store may grow by, its log and the backup that is put back with it. */
    private static final long DATABASE_ROOM_MEGABYTES = 256;

    private static final long CHECKPOINT_MEGABYTES = 96;

    private final Schedule schedule;
    private final PostgresServer postgres;
    private final Optional<SmallDisk> ofDatabase;
    private final Optional<SmallDisk> ofCheckpoints;
    private final Path checkpoints;

    private Staging(
            Schedule schedule,
            PostgresServer postgres,
            Optional<SmallDisk> ofDatabase,
            Optional<SmallDisk> ofCheckpoints,
            Path checkpoints) {
        this.schedule = schedule;
        this.postgres = postgres;
        this.ofDatabase = ofDatabase;
        this.ofCheckpoints = ofCheckpoints;
        this.checkpoints = checkpoints;
    }

    static Staging of(Schedule schedule, Grounds grounds, Path folder) throws IOException {
        Optional<SmallDisk> ofDatabase = Optional.empty();
        if (schedule.has(FaultKind.DATABASE_FULL)) {
            PostgresServer postgres = grounds.postgres;
            long used = SmallDisk.megabytes(postgres.data());
            SmallDisk disk = SmallDisk.mount(folder.resolve("database-disk"), used + DATABASE_ROOM_MEGABYTES);
            postgres.moveDataTo(disk.folder().resolve("data"));
            ofDatabase = Optional.of(disk);
        }
        Optional<SmallDisk> ofCheckpoints = Optional.empty();
        Path checkpoints = grounds.cluster.checkpointFolder();
        if (schedule.has(FaultKind.CHECKPOINTS_FULL)) {
            SmallDisk disk = SmallDisk.mount(folder.resolve("checkpoint-disk"), CHECKPOINT_MEGABYTES);
            ofCheckpoints = Optional.of(disk);
            checkpoints = disk.folder().resolve("checkpoints");
        }
        if (schedule.has(FaultKind.UPGRADED_AND_BACK, FaultKind.OLDER_JAR, FaultKind.OPERATOR_FAILING)) {
            // Now, and not while something is being struck.
            grounds.upgraded();
        }
        return new Staging(schedule, grounds.postgres, ofDatabase, ofCheckpoints, checkpoints);
    }

    Brokers startBrokers(Path folder) {
        return schedule.has(OF_SEVERAL_BROKERS) ? Brokers.several(folder) : Brokers.one(folder);
    }

    /** @param count of partitions that every topic ends with */
    NewPartitions newPartitions(int count) {
        return schedule.has(FaultKind.PARTITIONS_ADDED) ? NewPartitions.of(count) : NewPartitions.none();
    }

    SmallDisk ofDatabase() {
        return ofDatabase.orElseThrow();
    }

    SmallDisk ofCheckpoints() {
        return ofCheckpoints.orElseThrow();
    }

    Path checkpoints() {
        return checkpoints;
    }

    /** Settings below {@code live} that differ from what every other schedule runs with. */
    Map<String, String> liveSettings() {
        Map<String, String> settings = new HashMap<>();
        if (schedule.has(FaultKind.CHECKPOINTS_SLOW)) {
            settings.put("checkpoint-dir", SlowStorage.SCHEME + "://" + checkpoints);
        } else if (ofCheckpoints.isPresent()) {
            settings.put("checkpoint-dir", checkpoints.toUri().toString());
        }
        if (schedule.has(FaultKind.PARTITIONS_ADDED)) {
            settings.put("partition-discovery", "300 ms");
        }
        return settings;
    }

    @Override
    public void close() {
        ofDatabase.ifPresent(disk -> {
            postgres.moveDataTo(postgres.folder().resolve("data"));
            disk.close();
        });
        ofCheckpoints.ifPresent(SmallDisk::close);
    }
}
