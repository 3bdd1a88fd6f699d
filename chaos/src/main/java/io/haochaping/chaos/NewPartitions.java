package io.haochaping.chaos;

import io.haochaping.stack.StackFailure;
import io.haochaping.traffic.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** The last partition of some topics, which is not there from the beginning. Together they hold less than 150 thousandths of a plan, so that the store gets to every moment without them. */
record NewPartitions(Set<SourcePartition> partitions) {
    private static final Set<String> TOPICS = Set.of("case.event", "rating.web");

    static NewPartitions none() {
        return new NewPartitions(Set.of());
    }

    /** @param count that every topic ends with */
    static NewPartitions of(int count) {
        return new NewPartitions(TOPICS.stream()
                .map(topic -> new SourcePartition(topic, count - 1))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** How many partitions their topics have before they are there. */
    Map<String, Integer> atFirst() {
        return partitions.stream().collect(Collectors.toMap(SourcePartition::topic, SourcePartition::partition));
    }

    void add(String bootstrap) {
        Map<String, org.apache.kafka.clients.admin.NewPartitions> wanted = new HashMap<>();
        atFirst()
                .forEach((topic, before) ->
                        wanted.put(topic, org.apache.kafka.clients.admin.NewPartitions.increaseTo(before + 1)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createPartitions(wanted).all().get();
        } catch (ExecutionException failure) {
            throw new StackFailure(
                    "Cannot add " + partitions + ": " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while adding " + partitions, interrupted);
        }
    }
}
