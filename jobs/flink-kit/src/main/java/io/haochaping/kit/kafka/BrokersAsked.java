package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.source.SourceCheck;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the brokers of the configuration, each time over a connection of its own: questions are days apart. */
public record BrokersAsked(LiveConfig config) implements SourceCheck {
    private static final long serialVersionUID = 1L;

    @Override
    public Optional<String> firstMissing(Collection<PartitionProgress> restored, Map<String, String> topicIds)
            throws ConfigProblem {
        try (SourceGate gate = SourceGate.open(config)) {
            return gate.firstMissing(restored, topicIds);
        }
    }

    @Override
    public Optional<String> unfit(String topic) throws ConfigProblem {
        try (SourceGate gate = SourceGate.open(config)) {
            return gate.unfit(topic);
        }
    }

    @Override
    public String topicId(String topic) throws ConfigProblem {
        try (SourceGate gate = SourceGate.open(config)) {
            return gate.topicIds(List.of(topic)).get(topic);
        }
    }
}
