package io.haochaping.chaos;

/** Breaks one thing of a scene and takes the cause away again; returns when nothing is broken any more, though the job may still be finding its way back. */
interface Injury {
    void strike(Scene scene, int millis) throws Exception;

    static Injury of(FaultKind kind) {
        return switch (kind) {
            case TASK_MANAGER_KILLED -> ProcessFaults::killTaskManager;
            case TASK_MANAGER_PAUSED -> ProcessFaults::pauseTaskManager;
            case JOB_MANAGER_KILLED -> ProcessFaults::killJobManager;
            case JOB_MANAGER_PAUSED -> ProcessFaults::pauseJobManager;
            case BROKER_KILLED -> ProcessFaults::killBroker;
            case BROKER_PAUSED -> ProcessFaults::pauseBroker;
            case BROKER_RESTARTED -> ProcessFaults::restartBroker;
            case SEVERAL_KILLED -> ProcessFaults::killSeveral;
            case BROKER_CUT_OFF -> NetworkFaults::cutBrokerOff;
            case DATABASE_CUT_OFF -> NetworkFaults::cutDatabaseOff;
            case DATABASE_SLOW -> NetworkFaults::slowDatabase;
            case COMMIT_UNACKNOWLEDGED -> NetworkFaults::loseAcknowledgement;
            case DATABASE_KILLED -> StoreFaults::kill;
            case DATABASE_PAUSED -> StoreFaults::pause;
            case DATABASE_DOWN -> StoreFaults::shutDown;
            case LOCK_HELD -> StoreFaults::holdLock;
            case STORE_PUT_BACK -> StoreFaults::putBack;
            case CHECKPOINTS_AWAY -> DiskFaults::takeCheckpointsAway;
            case RESCALED -> JobFaults::rescale;
            case OLDER_SAVEPOINT -> JobFaults::resumeFromOlderSavepoint;
            case SECOND_JOB -> JobFaults::startSecondJob;
            case DATABASE_FULL -> DiskFaults::fillDatabase;
            case CHECKPOINTS_FULL -> DiskFaults::fillCheckpoints;
            case CHECKPOINTS_SLOW -> DiskFaults::slowCheckpoints;
            case DEADLOCK -> StoreFaults::deadlock;
            case UPGRADED_AND_BACK -> VersionFaults::upgradeAndRollBack;
            case OLDER_JAR -> VersionFaults::startOlderJar;
            case OPERATOR_FAILING -> VersionFaults::failOperator;
            case BROKER_OF_THREE_KILLED -> BrokerFaults::killOne;
            case CONTROLLER_KILLED -> BrokerFaults::killController;
            case ALL_BROKERS_DOWN -> BrokerFaults::takeAllDown;
            case PARTITIONS_ADDED -> BrokerFaults::addPartitions;
            case PARTITION_LAGGING -> BrokerFaults::holdPartitionBack;
            case ZOOKEEPER_KILLED -> ProcessFaults::killZooKeeper;
            case ZOOKEEPER_PAUSED -> ProcessFaults::pauseZooKeeper;
            case SEVERAL_PAUSED -> ProcessFaults::pauseSeveral;
            case TASK_MANAGER_KILLED_CHECKPOINTS_AWAY -> DiskFaults::killTaskManagerWithoutCheckpoints;
            case STARTED_CHECKPOINTS_AWAY -> DiskFaults::startWithoutCheckpoints;
        };
    }

    /** How long a fault lasts; it is the fault itself and waits for nothing. */
    static void last(int millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
