package io.haochaping.doctor;

import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.schemas.store.StoreMigrations;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The database and what the store says of the job: its cut, its equations, its alerts. Reads through the views alone. */
final class StoreExamination {
    private static final int LEAST_POSTGRES = 16;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** A round of ticks is written every minute, and is whole once every partition has it. */
    private static final Duration FRESH = Duration.ofMinutes(3);

    private static final Text DURABLE = new Text(
            "改回 on 并重新加载配置：否则已提交的切面可能在断电后丢失",
            "set it to on and reload: a cut that was committed could be lost with the power");

    private final LiveConfig config;
    private final Clock clock;

    StoreExamination(LiveConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = config.store().connect()) {
            findings.addAll(server(connection));
            findings.add(clocks(connection));
            if (hasStore(connection)) {
                findings.addAll(cut(connection));
                findings.addAll(alerts(connection));
            } else {
                findings.add(Finding.lookHere(
                        "store.cut",
                        new Text(
                                "数据库中还没有 " + config.store().schema() + " 模式",
                                "the database has no schema " + config.store().schema() + " yet"),
                        new Text("作业首次启动时会创建", "the job creates it when it first starts")));
            }
        } catch (SQLException refused) {
            findings.add(Finding.broken(
                    "store.connection",
                    new Text("数据库不可用：" + refused.getMessage(), "the database does not answer: " + refused.getMessage()),
                    new Text(
                            "检查 store.url、store.user、store.password 与网络",
                            "check store.url, store.user, store.password and the network")));
        }
        return findings;
    }

    private static List<Finding> server(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        int version = connection.getMetaData().getDatabaseMajorVersion();
        findings.add(
                version >= LEAST_POSTGRES
                        ? Finding.fine("versions.postgresql", "PostgreSQL " + version, "PostgreSQL " + version)
                        : Finding.broken(
                                "versions.postgresql",
                                new Text("PostgreSQL " + version + " 过低", "PostgreSQL " + version + " is too old"),
                                new Text(
                                        "升级到 " + LEAST_POSTGRES + " 或更新版本",
                                        "upgrade to " + LEAST_POSTGRES + " or newer")));
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = one(connection, "show " + setting);
            // remote_write, remote_apply and local all wait for this server's own disk.
            boolean durable = !value.equals("off");
            Text says = new Text(setting + " = " + value, setting + " = " + value);
            findings.add(
                    durable
                            ? new Finding("database." + setting, Verdict.FINE, says, Text.NONE)
                            : Finding.broken("database." + setting, says, DURABLE));
        }
        boolean reader = one(
                        connection,
                        "select count(*) from pg_roles where rolname = '" + StoreMigrations.READER_ROLE + "'")
                .equals("1");
        findings.add(
                reader
                        ? Finding.fine("database.reader", "只读角色存在", "the read-only role is there")
                        : Finding.lookHere(
                                "database.reader",
                                new Text(
                                        "缺少只读角色 " + StoreMigrations.READER_ROLE,
                                        "the role " + StoreMigrations.READER_ROLE + " is missing"),
                                new Text(
                                        "由管理员执行：create role " + StoreMigrations.READER_ROLE + " nologin;",
                                        "an administrator runs: create role " + StoreMigrations.READER_ROLE
                                                + " nologin;")));
        return findings;
    }

    private Finding clocks(Connection connection) throws SQLException {
        long before = clock.millis();
        long database;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            database = row.getTimestamp(1).getTime();
        }
        long after = clock.millis();
        long apart = database < before ? before - database : Math.max(0, database - after);
        return apart <= CLOCK_TOLERANCE.toMillis()
                ? Finding.fine("clocks.database", "数据库与本机时钟一致", "the database's clock agrees with this machine's")
                : Finding.lookHere(
                        "clocks.database",
                        new Text(
                                "数据库与本机时钟相差 " + apart / 1000 + " 秒",
                                "the database's clock is " + apart / 1000 + " s from this machine's"),
                        new Text(
                                "启用时间同步；数字不受影响，只有提交时间的显示受影响",
                                "keep hosts in time; no figure depends on it, only the shown time of commits"));
    }

    private boolean hasStore(Connection connection) throws SQLException {
        return one(
                        connection,
                        "select count(*) from pg_views where schemaname = '"
                                + config.store().schema() + "' and viewname = 'v_cut'")
                .equals("1");
    }

    private List<Finding> cut(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String sql = "select c.epoch, c.complete_through, c.restored, c.equation_gap, c.rating_gap, c.code_version,"
                + " c.decision_names, c.decision_digests, f.seconds_since_commit, f.seconds_behind from "
                + view("v_cut")
                + " c cross join " + view("v_freshness") + " f";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return List.of(Finding.lookHere(
                        "store.cut",
                        new Text("还没有任何切面", "no cut was committed yet"),
                        new Text(
                                "启动作业；若已启动，请查看其日志与检查点",
                                "start the job; if it runs, look at its log and its checkpoints")));
            }
            findings.add(age(row.getLong("epoch"), row.getLong("seconds_since_commit")));
            findings.add(behind(row.getTimestamp("complete_through"), row.getLong("seconds_behind")));
            findings.add(whole(row.getBoolean("restored")));
            findings.add(
                    equation("equation.records", row.getLong("equation_gap"), "received − classified", "已接收 − 已归类"));
            findings.add(equation(
                    "equation.ratings",
                    row.getLong("rating_gap"),
                    "ratings − (counted + generated)",
                    "评价数 −（计入 + 生成默认）"));
            findings.add(decisions(row.getArray("decision_names"), row.getArray("decision_digests")));
        }
        return findings;
    }

    private Finding age(long epoch, long seconds) {
        long limit = config.live().noCheckpointAlert().toSeconds();
        Text says = new Text(
                "最近的切面 " + epoch + " 提交于 " + seconds + " 秒前", "cut " + epoch + " was committed " + seconds + " s ago");
        return seconds <= limit
                ? new Finding("checkpoint.age", Verdict.FINE, says, Text.NONE)
                : Finding.broken(
                        "checkpoint.age",
                        says,
                        new Text(
                                "查看作业是否运行、检查点存储与数据库是否可写",
                                "see that the job runs, and that checkpoint storage and database can be written"));
    }

    private static Finding behind(Timestamp completeThrough, long seconds) {
        if (completeThrough == null) {
            return Finding.lookHere(
                    "freshness",
                    new Text("尚无完整的心跳轮次：数据完整时刻未知", "no round of ticks is whole yet: it is not known what is complete"),
                    new Text("检查 live.ticks，以及新建分区是否已被读取", "look at live.ticks, and whether new partitions are read"));
        }
        Text says = new Text("数据完整至 " + seconds + " 秒前", "complete through " + seconds + " s ago");
        return seconds <= FRESH.toSeconds()
                ? new Finding("freshness", Verdict.FINE, says, Text.NONE)
                : Finding.lookHere(
                        "freshness",
                        says,
                        new Text(
                                "作业落后，或某个分区没有心跳：见 v_equation 的 last_tick_at",
                                "the job lags, or a partition has no ticks: see last_tick_at in v_equation"));
    }

    private static Finding whole(boolean restored) {
        return restored
                ? Finding.broken(
                        "store.whole",
                        new Text("数据库曾被恢复，尚未补齐", "the store was put back and is not whole yet"),
                        new Text("此期间不要发布；运行作业直到标记消失", "do not publish; run the job until the mark is gone"))
                : Finding.fine("store.whole", "没有恢复标记", "not marked as restored");
    }

    private static Finding equation(String what, long gap, String english, String chinese) {
        return gap == 0
                ? Finding.fine(what, chinese + " = 0", english + " = 0")
                : Finding.broken(
                        what,
                        new Text(chinese + " = " + gap, english + " = " + gap),
                        new Text(
                                "有记录丢失或重复：不要发布，保留主题与检查点，并报告",
                                "records are lost or doubled: do not publish, keep topics and checkpoints, and report it"));
    }

    private Finding decisions(Array names, Array digests) throws SQLException {
        DecisionSet own = config.decisions().decisionSet();
        SortedMap<String, String> stored = new TreeMap<>();
        String[] name = (String[]) names.getArray();
        String[] digest = (String[]) digests.getArray();
        for (int i = 0; i < name.length; i++) {
            stored.put(name[i], digest[i]);
        }
        List<String> other = stored.entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("registry"))
                .filter(entry -> !entry.getValue().equals(own.digests().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        return other.isEmpty()
                ? Finding.fine(
                        "schemas",
                        "切面的决策集（模式、代码、规则、限值）与本程序一致",
                        "schemas, codes, rules and limits of the cut are those of this program")
                : Finding.lookHere(
                        "schemas",
                        new Text(
                                "切面的这些决策与本程序不同：" + other,
                                "these decisions of the cut are not those of this program: " + other),
                        new Text(
                                "用该版本的程序与配置检查；作业会拒绝在其他决策下继续",
                                "look with that version and configuration; a job refuses to go on under others"));
    }

    private List<Finding> alerts(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String sql = "select kind, count(*), min(message_zh), min(message_en) from " + view("v_alert")
                + " where state = 'OPEN' group by kind order by kind";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                long count = row.getLong(2);
                findings.add(Finding.lookHere(
                        "alert." + row.getString(1),
                        new Text(count + " 条预警，例如：" + row.getString(3), count + " open, such as: " + row.getString(4)),
                        new Text("见视图 v_alert", "see the view v_alert")));
            }
        }
        return findings.isEmpty()
                ? List.of(Finding.fine("alerts", "没有未解除的预警，也没有静默的渠道", "no open alert, no silent channel"))
                : findings;
    }

    private String view(String name) {
        return config.store().schema() + "." + name;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
