package io.haochaping.chaos;

import io.haochaping.stack.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be broken. The names in lower case with hyphens are those of the command line and the journal; they stay. */
enum FaultKind {
    TASK_MANAGER_KILLED("SIGKILL of a working TaskManager", "强制终止正在工作的 TaskManager"),
    TASK_MANAGER_PAUSED("SIGSTOP of a working TaskManager, beyond the heartbeat", "暂停 TaskManager，超过心跳时限"),
    JOB_MANAGER_KILLED("SIGKILL of the JobManager", "强制终止 JobManager"),
    JOB_MANAGER_PAUSED("SIGSTOP of the JobManager, beyond heartbeat and leadership", "暂停 JobManager，超过心跳与主控时限"),
    BROKER_KILLED("SIGKILL of the broker", "强制终止 Kafka"),
    BROKER_PAUSED("SIGSTOP of the broker", "暂停 Kafka"),
    BROKER_RESTARTED("orderly restart of the broker", "正常重启 Kafka"),
    BROKER_CUT_OFF("no network between the job and the broker", "作业与 Kafka 之间断网"),
    DATABASE_KILLED("SIGKILL of PostgreSQL", "强制终止 PostgreSQL"),
    DATABASE_PAUSED("SIGSTOP of PostgreSQL with every worker", "暂停 PostgreSQL 及其全部进程"),
    DATABASE_DOWN("PostgreSQL shut down for a while", "PostgreSQL 停机一段时间"),
    DATABASE_CUT_OFF("no network between the job and PostgreSQL", "作业与 PostgreSQL 之间断网"),
    DATABASE_SLOW("every answer of PostgreSQL late", "PostgreSQL 的每次应答均延迟"),
    COMMIT_UNACKNOWLEDGED("connection reset between commit and acknowledgement", "提交成功但确认之前连接中断"),
    LOCK_HELD("another session holds the store's head", "其他会话锁住存储的切面指针"),
    CHECKPOINTS_AWAY("the folder of checkpoints is a file", "检查点目录不可用"),
    SEVERAL_KILLED("SIGKILL of TaskManager, JobManager, broker and PostgreSQL at once", "同时强制终止全部四类进程"),
    RESCALED("savepoint, other parallelism, resume", "保存点、改变并行度、继续"),
    OLDER_SAVEPOINT("resume from a savepoint older than the store", "从早于存储的保存点继续"),
    STORE_PUT_BACK("the store restored from a backup", "存储从备份恢复"),
    SECOND_JOB("a second job takes the store over", "第二个作业接管存储"),
    DATABASE_FULL(2, "the disk of PostgreSQL is full", "PostgreSQL 的磁盘已满"),
    CHECKPOINTS_FULL(2, "the disk of checkpoints is full", "检查点磁盘已满"),
    DEADLOCK(2, "another session holds rows of the store in the opposite order", "其他会话以相反顺序锁住存储的行"),
    CHECKPOINTS_SLOW(2, "every file of a checkpoint begins and ends late", "检查点文件的写入始终缓慢"),
    UPGRADED_AND_BACK(2, "upgrade to a jar with another topology and schema, and rollback", "升级到拓扑与表结构不同的程序，再回退"),
    OLDER_JAR(2, "an older jar from an older savepoint, behind an upgrade", "升级之后以旧程序从旧保存点继续"),
    BROKER_OF_THREE_KILLED(2, "SIGKILL of one of three brokers", "强制终止三个 Kafka 节点之一"),
    CONTROLLER_KILLED(2, "SIGKILL of the broker whose controller leads", "强制终止主控 Kafka 节点"),
    ALL_BROKERS_DOWN(2, "SIGKILL of all three brokers, away for a while", "强制终止全部三个 Kafka 节点并停机一段时间"),
    PARTITIONS_ADDED(2, "topics get another partition", "主题新增分区"),
    PARTITION_LAGGING(2, "one partition gets nothing while the others go on", "一个分区停滞而其余分区继续"),
    OPERATOR_FAILING(2, "an operator throws three times", "算子连续三次抛出异常"),
    SEVERAL_PAUSED(2, "SIGSTOP of TaskManager, JobManager, brokers and PostgreSQL at once", "同时暂停全部四类进程"),
    ZOOKEEPER_KILLED(2, "SIGKILL of ZooKeeper", "强制终止 ZooKeeper"),
    ZOOKEEPER_PAUSED(2, "SIGSTOP of ZooKeeper, beyond the session", "暂停 ZooKeeper，超过会话时限"),
    TASK_MANAGER_KILLED_CHECKPOINTS_AWAY(
            3,
            "SIGKILL of a working TaskManager while the folder of checkpoints is a file",
            "检查点目录不可用期间强制终止正在工作的 TaskManager"),
    STARTED_CHECKPOINTS_AWAY(
            3, "stop behind a savepoint, start while the folder of checkpoints is a file", "保存点后停止，在检查点目录不可用期间启动");

    /** What {@link Schedule}s draw from unless told otherwise. */
    static final int LATEST_EDITION = 3;

    private final int since;
    private final String english;
    private final String chinese;

    FaultKind(String english, String chinese) {
        this(1, english, chinese);
    }

    /** @param since edition of the schedules that can draw it first; a seed of an earlier one never does */
    FaultKind(int since, String english, String chinese) {
        this.since = since;
        this.english = english;
        this.chinese = chinese;
    }

    /** As the command line and the journal say it. */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String told(Language language) {
        return language.choose(english, chinese);
    }

    static Optional<FaultKind> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** Those that a seed of this edition draws from, in the order that belongs to it: new kinds come behind the others, with an edition of their own. */
    static List<FaultKind> all(int edition) {
        return Arrays.stream(values()).filter(kind -> kind.since <= edition).toList();
    }

    static String ids() {
        return Arrays.stream(values()).map(FaultKind::id).collect(Collectors.joining(", "));
    }
}
