package io.haochaping.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** Several brokers of one cluster, each broker and controller in one: every partition lies on all of them, and a record is written once most of them have it. */
public final class KafkaCluster implements AutoCloseable {
    private final List<KafkaBroker> brokers;

    private KafkaCluster(List<KafkaBroker> brokers) {
        this.brokers = List.copyOf(brokers);
    }

    /**
     * The second listener of a broker, for clients that are to reach it through something else.
     *
     * @param port of the listener
     * @param advertised what its clients are told to connect to, host:port
     */
    public record SideDoor(int port, String advertised) {}

    /** Starts as many brokers as there are side doors and returns when all have joined. */
    public static KafkaCluster start(Path folder, List<SideDoor> sideDoors) {
        int count = sideDoors.size();
        List<Integer> ports = Ports.free(2 * count);
        String cluster = Uuid.randomUuid().toString();
        String voters = IntStream.range(0, count)
                .mapToObj(i -> i + 1 + "@127.0.0.1:" + ports.get(count + i))
                .collect(Collectors.joining(","));
        List<KafkaBroker> brokers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> own = List.of(ports.get(i), ports.get(count + i));
            Map<String, String> settings = settings(i + 1, own, voters, count, sideDoors.get(i));
            brokers.add(KafkaBroker.ofCluster(folder.resolve("broker-" + (i + 1)), own, settings, cluster));
        }
        KafkaCluster all = new KafkaCluster(brokers);
        try {
            all.startTogether();
            return all;
        } catch (RuntimeException failure) {
            all.close();
            throw failure;
        }
    }

    private static Map<String, String> settings(
            int id, List<Integer> ports, String voters, int count, SideDoor sideDoor) {
        String straight = "PLAINTEXT://127.0.0.1:" + ports.get(0);
        String all = Integer.toString(count);
        String most = Integer.toString(count / 2 + 1);
        Map<String, String> settings = new TreeMap<>();
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.quorum.voters", voters);
        settings.put(
                "listeners",
                straight + ",SIDE://127.0.0.1:" + sideDoor.port() + ",CONTROLLER://127.0.0.1:" + ports.get(1));
        settings.put("advertised.listeners", straight + ",SIDE://" + sideDoor.advertised());
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("default.replication.factor", all);
        settings.put("min.insync.replicas", most);
        settings.put("offsets.topic.replication.factor", all);
        settings.put("transaction.state.log.replication.factor", all);
        settings.put("transaction.state.log.min.isr", most);
        // A follower that was killed must not hold back what the others have for half a minute.
        settings.put("replica.lag.time.max.ms", "6000");
        return settings;
    }

    /** Host:port of every broker, with commas between. */
    public String bootstrapServers() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    public List<KafkaBroker> brokers() {
        return brokers;
    }

    /** The broker whose controller leads the others. */
    public KafkaBroker controller() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            int leader = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
            return brokers.get(leader - 1);
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot find the controller: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while looking for the controller", interrupted);
        }
    }

    /** Starts all of them, also those that were killed: none answers before most of them have begun. */
    public void startTogether() {
        brokers.forEach(KafkaBroker::begin);
        brokers.forEach(KafkaBroker::awaitReady);
    }

    @Override
    public void close() {
        brokers.forEach(KafkaBroker::close);
    }
}
