package io.haochaping.kit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SourceRecordsTest {
    @Test
    void aBrokerGathersItsAnswersUnlessAUserSaysOtherwise() {
        assertThat(consumer(Map.of()))
                .containsEntry("fetch.min.bytes", "65536")
                .containsEntry("fetch.max.wait.ms", "50");
        assertThat(consumer(Map.of("fetch.min.bytes", "1")))
                .containsEntry("fetch.min.bytes", "1")
                .containsEntry("fetch.max.wait.ms", "50");
    }

    @Test
    void whatTheGuaranteesRestOnIsNobodysChoice() {
        assertThat(consumer(Map.of("isolation.level", "read_uncommitted", "auto.offset.reset", "latest")))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none");
    }

    private static Properties consumer(Map<String, String> properties) {
        return new SourceRecords("broker:9092", properties, Map.of(), Map.of(), Optional.empty(), 60_000).consumer();
    }
}
