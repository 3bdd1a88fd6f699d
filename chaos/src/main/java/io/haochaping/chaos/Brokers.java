package io.haochaping.chaos;

import io.haochaping.stack.KafkaBroker;
import io.haochaping.stack.KafkaCluster;
import io.haochaping.stack.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The brokers of a scene, one or three of one cluster, each behind a proxy. The job goes through the proxies, everything else straight. */
final class Brokers implements AutoCloseable {
    private static final int SEVERAL = 3;

    private final List<CuttingProxy> proxies;
    private final List<KafkaBroker> brokers;
    private final Optional<KafkaCluster> cluster;

    private Brokers(List<CuttingProxy> proxies, List<KafkaBroker> brokers, Optional<KafkaCluster> cluster) {
        this.proxies = proxies;
        this.brokers = brokers;
        this.cluster = cluster;
    }

    static Brokers one(Path folder) {
        int side = Ports.free(1).get(0);
        CuttingProxy proxy = CuttingProxy.before(side);
        KafkaBroker broker = KafkaBroker.startWithSideDoor(folder, side, "127.0.0.1:" + proxy.port());
        return new Brokers(List.of(proxy), List.of(broker), Optional.empty());
    }

    /** Every partition on all three; written is what two of them have. */
    static Brokers several(Path folder) {
        List<Integer> sides = Ports.free(SEVERAL);
        List<CuttingProxy> proxies = sides.stream().map(CuttingProxy::before).toList();
        KafkaCluster cluster = KafkaCluster.start(
                folder,
                IntStream.range(0, SEVERAL)
                        .mapToObj(i -> new KafkaCluster.SideDoor(
                                sides.get(i), "127.0.0.1:" + proxies.get(i).port()))
                        .toList());
        return new Brokers(proxies, cluster.brokers(), Optional.of(cluster));
    }

    String straight() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    String throughProxies() {
        return proxies.stream().map(proxy -> "127.0.0.1:" + proxy.port()).collect(Collectors.joining(","));
    }

    /** The only one, or one of the three. */
    KafkaBroker first() {
        return brokers.get(0);
    }

    /** Of the three, the one whose controller leads. */
    KafkaBroker controller() {
        return cluster.orElseThrow().controller();
    }

    /** Of the three, one whose controller does not lead. */
    KafkaBroker follower() {
        KafkaBroker leader = controller();
        return brokers.stream().filter(broker -> broker != leader).findFirst().orElseThrow();
    }

    void killAll() {
        brokers.forEach(KafkaBroker::kill);
    }

    void startAll() {
        if (cluster.isPresent()) {
            cluster.get().startTogether();
        } else {
            first().restart();
        }
    }

    void pauseAll() {
        brokers.forEach(KafkaBroker::suspend);
    }

    void resumeAll() {
        brokers.forEach(KafkaBroker::resume);
    }

    void cut() {
        proxies.forEach(CuttingProxy::cut);
    }

    void heal() {
        proxies.forEach(CuttingProxy::heal);
    }

    @Override
    public void close() {
        brokers.forEach(KafkaBroker::close);
        proxies.forEach(CuttingProxy::close);
    }
}
