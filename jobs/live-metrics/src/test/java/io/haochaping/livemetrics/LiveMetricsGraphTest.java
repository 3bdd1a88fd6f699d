package io.haochaping.livemetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.kit.Buckets;
import io.haochaping.kit.StrictEnvironment;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of the live job as a savepoint sees it. */
class LiveMetricsGraphTest {
    /** Released uids. One that is missing here orphans the state of every deployed job: never rename one, never use one again. */
    private static final Set<String> RELEASED = Set.of(
            "records",
            "door",
            "ledger",
            "fraud",
            "tallies",
            "committer",
            "refused",
            "quarantine",
            // Flink derives it from the uid of the sink.
            "Sink Committer: quarantine",
            "tick-rounds",
            "ticks");

    @TempDir
    Path folder;

    @Test
    void theSetOfUidsIsFrozen() throws Exception {
        Set<String> uids = new TreeSet<>();
        for (StreamNode node : graph().getStreamNodes()) {
            uids.add(node.getTransformationUID());
        }

        assertThat(uids).containsExactlyInAnyOrderElementsOf(RELEASED);
    }

    @Test
    void everyOperatorHasTheSameMaximumParallelismButTheOneCommitter() throws Exception {
        for (StreamNode node : graph().getStreamNodes()) {
            boolean single = "committer".equals(node.getTransformationUID());
            assertThat(node.getMaxParallelism()).isIn(single ? 1 : Buckets.MAX_PARALLELISM, -1);
        }
    }

    @Test
    void aReaderThatIsStoppedIsNotTakenForOneThatHasEnded() throws Exception {
        assertThat(graph().isEnableCheckpointsAfterTasksFinish()).isFalse();
    }

    @Test
    void theEnvironmentRefusesKryoAndOperatorsWithoutUid() {
        StreamExecutionEnvironment env = StrictEnvironment.create(new Configuration());

        assertThatThrownBy(() -> {
                    env.fromData(List.of(1, 2)).map(number -> number + 1).print();
                    env.getStreamGraph();
                })
                .hasMessageContaining("Auto generated UIDs have been disabled");
        assertThat(env.getConfig().getSerializerConfig().hasGenericTypesDisabled())
                .isTrue();
    }

    /** What is shipped with an operator can be read wherever that runs: the key is the door's, everybody else knows its name. */
    @Test
    void theKeyOfPseudonymsIsShippedToTheDoorAlone() throws Exception {
        String key = "a key of pseudonyms that stands in one operator";
        Set<String> holders = new TreeSet<>();
        for (StreamNode node : graph("fraud: {pseudonym-key-id: k1, pseudonym-key: \"" + key + "\"}\n")
                .getStreamNodes()) {
            byte[] shipped = InstantiationUtil.serializeObject(node.getOperatorFactory());
            if (new String(shipped, StandardCharsets.ISO_8859_1).contains(key)) {
                holders.add(node.getTransformationUID());
            }
        }

        assertThat(holders).containsExactly("door");
    }

    private StreamGraph graph() throws Exception {
        return graph("");
    }

    private StreamGraph graph(String more) throws Exception {
        Path file = folder.resolve("live.yaml");
        Files.writeString(file, more + """
                kafka:
                  bootstrap-servers: 127.0.0.1:9092
                store:
                  url: jdbc:postgresql://127.0.0.1:5432/haochaping
                  user: haochaping
                  password: secret
                """);
        LiveConfig config = LiveConfig.load(file, Map.of());
        StreamExecutionEnvironment env = StrictEnvironment.create(new Configuration());
        Map<String, String> topics = Map.of("rating.web", "id-1", "case.event", "id-2");
        Map<TopicPartition, Long> offsets =
                Map.of(new TopicPartition("rating.web", 0), 0L, new TopicPartition("case.event", 0), 0L);
        LiveMetricsJob.build(env, config, new SourceGate.Sources(topics, offsets));
        return env.getStreamGraph();
    }
}
