package io.haochaping.kit.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brokers and topics.
 *
 * @param finishedCopies those of the copied topics to which nothing is added any more
 * @param registryUrl empty: no registry
 * @param registrySchemas lines of {@link io.haochaping.schemas.RegistryIds#canonicalText()}
 * @param namedVersions lines of {@link io.haochaping.schemas.NamedVersions#canonicalText()}
 * @param properties of every client, as given; they may hold secrets
 */
public record KafkaSettings(
        String bootstrapServers,
        String ratingTopicPrefix,
        String caseTopic,
        String workOrderTopic,
        String complaintTopic,
        String exclusionTopic,
        SortedSet<String> copiedTopics,
        SortedSet<String> finishedCopies,
        String quarantineTopic,
        String badReviewTopic,
        String alertTopic,
        String registryUrl,
        List<String> registrySchemas,
        List<String> namedVersions,
        SortedMap<String, String> properties)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public KafkaSettings {
        copiedTopics = Collections.unmodifiableSortedSet(new TreeSet<>(copiedTopics));
        finishedCopies = Collections.unmodifiableSortedSet(new TreeSet<>(finishedCopies));
        registrySchemas = List.copyOf(registrySchemas);
        namedVersions = List.copyOf(namedVersions);
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** Without the values of the client properties, among which passwords are. */
    @Override
    public String toString() {
        return "Kafka " + bootstrapServers + ", ratings " + ratingTopicPrefix + "*, "
                + List.of(caseTopic, workOrderTopic, complaintTopic, exclusionTopic) + ", copied " + copiedTopics
                + ", results " + List.of(quarantineTopic, badReviewTopic, alertTopic)
                + (registryUrl.isEmpty()
                        ? ""
                        : ", registry " + registryUrl + " with " + registrySchemas.size() + " ids")
                + (namedVersions.isEmpty() ? "" : ", versions " + namedVersions)
                + ", properties " + properties.keySet();
    }
}
