package io.haochaping.benchmarks.flinksql;

import io.haochaping.benchmarks.Assignment;
import io.haochaping.benchmarks.Finish;
import io.haochaping.benchmarks.LeafTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.config.AggregatePhaseStrategy;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.OptimizerConfigOptions;

/**
 * What Flink SQL makes of it, by the statements in {@code flink.sql}: mini-batches and two phases as the tuning guide asks for, state on the heap, checkpoints and heap as the job's.
 * JobManager and TaskManager share the process.
 */
public final class FlinkSqlContender {
    private static final String STATEMENTS = "/haochaping/benchmarks/flink.sql";
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MINI_BATCH_LATENCY = Duration.ofSeconds(1);
    private static final long MINI_BATCH_RECORDS = 50_000;

    private FlinkSqlContender() {}

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        LeafTable.create(assignment.store());
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings(assignment))
                .build());
        for (String statement : statements(assignment)) {
            var result = tables.executeSql(statement);
            if (result.getJobClient().isPresent()) {
                System.out.println("has begun");
                result.await();
            }
        }
        System.out.println(Finish.now(System.currentTimeMillis()).line());
        // Flink leaves threads behind that would keep the process for a while.
        System.exit(0);
    }

    private static Configuration settings(Assignment assignment) {
        Configuration settings = new Configuration();
        settings.set(CoreOptions.DEFAULT_PARALLELISM, assignment.parallelism());
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, BETWEEN_CHECKPOINTS);
        settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, PAUSE);
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                assignment.folder().resolve("checkpoints").toUri().toString());
        settings.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ENABLED, true);
        settings.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_ALLOW_LATENCY, MINI_BATCH_LATENCY);
        settings.set(ExecutionConfigOptions.TABLE_EXEC_MINIBATCH_SIZE, MINI_BATCH_RECORDS);
        settings.set(OptimizerConfigOptions.TABLE_OPTIMIZER_AGG_PHASE_STRATEGY, AggregatePhaseStrategy.TWO_PHASE);
        return settings;
    }

    /** Statements end with a semicolon at the end of a line. */
    private static String[] statements(Assignment assignment) throws IOException {
        String text;
        try (InputStream in = FlinkSqlContender.class.getResourceAsStream(STATEMENTS)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String url = assignment.store().url();
        Map<String, String> values = Map.of(
                "bootstrap",
                assignment.bootstrap(),
                "appended-at",
                Long.toString(assignment.completeThrough()),
                "url",
                url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true&currentSchema="
                        + assignment.store().schema(),
                "user",
                assignment.store().user(),
                "password",
                assignment.store().password(),
                "table",
                LeafTable.NAME);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue().replace("'", "''"));
        }
        return text.strip().split(";\\s*(\n|$)");
    }
}
