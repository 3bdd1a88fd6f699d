package io.haochaping.livemetrics;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.record.Fact;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.ShownCheck;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.BrokersAsked;
import io.haochaping.kit.kafka.QuarantineReader;
import io.haochaping.kit.kafka.QuarantineTopic;
import io.haochaping.kit.kafka.ResultTopics;
import io.haochaping.kit.kafka.SourceGate;
import io.haochaping.kit.kafka.TickSink;
import io.haochaping.kit.source.RefusedAgain;
import io.haochaping.kit.source.SourceRecords;
import io.haochaping.kit.wire.CommitItem;
import io.haochaping.kit.wire.WireTypes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The live job: {@code --config FILE}. */
public final class LiveMetricsJob {
    /** A fifth: the second of five that deploy/flink has. */
    private static final int PAUSE_OF_INTERVAL = 5;

    private LiveMetricsJob() {}

    public static void main(String[] args) throws Exception {
        run(args, UnaryOperator.identity());
    }

    /** @param betweenDoorAndLedger as the pipeline takes it; no argument and no setting reaches it */
    static void run(String[] args, UnaryOperator<DataStream<Fact>> betweenDoorAndLedger) throws Exception {
        LiveConfig config = LiveConfig.load(configFile(args));
        SourceGate.Sources sources = SourceGate.check(config);
        ResultTopics.ensure(config);
        StreamExecutionEnvironment env = StrictEnvironment.create(checkpointing(config));
        build(env, config, sources, betweenDoorAndLedger);
        env.execute("haochaping live-metrics");
    }

    static Path configFile(String[] args) throws ConfigProblem {
        if (args.length != 2 || !args[0].equals("--config")) {
            throw new ConfigProblem("The live job takes --config FILE, and nothing else.");
        }
        return Path.of(args[1]);
    }

    /** The whole live job, with everything around the pipeline, in an environment of the caller's. */
    public static void build(StreamExecutionEnvironment env, LiveConfig config, SourceGate.Sources sources) {
        build(env, config, sources, UnaryOperator.identity());
    }

    private static void build(
            StreamExecutionEnvironment env,
            LiveConfig config,
            SourceGate.Sources sources,
            UnaryOperator<DataStream<Fact>> betweenDoorAndLedger) {
        // What is shipped with an operator can be read where that runs: the key goes to the door alone.
        LiveConfig shipped = config.withoutPseudonymKey();
        LiveMetricsPipeline.Outputs outputs =
                pipeline(shipped, config.pseudonyms(), sources).build(env, betweenDoorAndLedger);
        quarantine(outputs.told(), shipped);
        if (shipped.live().ticks()) {
            ticks(env, shipped);
        }
    }

    private static Configuration checkpointing(LiveConfig config) {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.live().checkpointInterval());
        // The engine keeps every request that came while a checkpoint was long, up to a thousand, and then makes good
        // for
        // all of them, one behind the other.
        settings.set(
                CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
                config.live().checkpointInterval().dividedBy(PAUSE_OF_INTERVAL));
        settings.set(StateBackendOptions.STATE_BACKEND, config.live().stateBackend());
        if (!config.live().checkpointDir().isEmpty()) {
            settings.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY, config.live().checkpointDir());
        }
        return settings;
    }

    private static LiveMetricsPipeline pipeline(
            LiveConfig config, PseudonymKey pseudonyms, SourceGate.Sources sources) {
        SourceRecords records = new SourceRecords(
                config.kafka().bootstrapServers(),
                config.kafka().properties(),
                sources.topicIds(),
                sources.firstOffsets(),
                Optional.empty(),
                config.live().partitionDiscovery().toMillis());
        Decisions decisions = config.decisions();
        return new LiveMetricsPipeline(
                records,
                decisions,
                new Surroundings(
                        new BrokersAsked(config),
                        new RefusedAgain(decisions, new QuarantineReader(config)),
                        new LiveCommits(config),
                        pseudonyms),
                config.store(),
                config.cutSettings(),
                CodeVersion.current(),
                config.live().parallelism());
    }

    /** Refused records go to their topic as they come; one that is written again after a restart carries the same key. */
    static void quarantine(DataStream<CommitItem> told, LiveConfig config) {
        KafkaSink<CommitItem> sink = KafkaSink.<CommitItem>builder()
                .setBootstrapServers(config.kafka().bootstrapServers())
                .setKafkaProducerConfig(producer(config))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new QuarantineTopic(config.kafka().quarantineTopic()))
                .build();
        told.transform(OperatorId.REFUSED.label(), WireTypes.COMMIT_ITEM, new RefusedWhileShown(ShownCheck.of(config)))
                .uid(OperatorId.REFUSED.uid())
                .setParallelism(1)
                .sinkTo(sink)
                .uid(OperatorId.QUARANTINE.uid())
                .name(OperatorId.QUARANTINE.label())
                .setParallelism(1);
    }

    private static Properties producer(LiveConfig config) {
        Properties properties = config.kafkaClient();
        properties.setProperty("max.request.size", Integer.toString(4 << 20));
        return properties;
    }

    private static void ticks(StreamExecutionEnvironment env, LiveConfig config) {
        double perSecond = 1000.0 / config.live().tickInterval().toMillis();
        DataGeneratorSource<Long> rounds = new DataGeneratorSource<>(
                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(perSecond), Types.LONG);
        env.fromSource(rounds, WatermarkStrategy.noWatermarks(), OperatorId.TICK_ROUNDS.label())
                .uid(OperatorId.TICK_ROUNDS.uid())
                .setParallelism(1)
                .sinkTo(new TickSink(config))
                .uid(OperatorId.TICKS.uid())
                .name(OperatorId.TICKS.label())
                .setParallelism(1);
    }
}
