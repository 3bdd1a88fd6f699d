package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aPercentileIsOneOfThemThatTheShareDoesNotExceed() {
        Latencies latencies = new Latencies();
        for (long millis = 2_000; millis >= 1; millis--) {
            latencies.add(millis);
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(1_000);
        assertThat(latencies.percentile(0.99)).isEqualTo(1_980);
        assertThat(latencies.cells()).isEqualTo("2,000 | 1,000 | 1,980 | 2,000");
        assertThat(new Latencies().cells()).isEqualTo("0 | — | — | —");
    }

    /** Lines of Flink 2.3. */
    @Test
    void checkpointsAreReadFromTheLogBehindThoseThatWereKnown() {
        CompletedCheckpoints checkpoints = CompletedCheckpoints.in(
                List.of(
                        "2026-11-27 23:00:00,000 INFO CheckpointCoordinator Triggering checkpoint 1 (type=CheckpointType{name='Checkpoint', sharingFilesStrategy=FORWARD_BACKWARD}) @ 1 for job a.",
                        "2026-11-27 23:00:00,500 INFO CheckpointCoordinator Completed checkpoint 1 for job a (2097152 bytes, checkpointDuration=480 ms, finalizationTime=3 ms).",
                        "2026-11-27 23:00:01,200 INFO CheckpointCoordinator Completed checkpoint 2 for job a (3145728 bytes, checkpointDuration=120 ms, finalizationTime=1 ms)."));

        assertThat(checkpoints.count()).isEqualTo(2);
        assertThat(checkpoints.mebibytes()).isEqualTo(3);
        assertThat(checkpoints.durations(1).cells()).isEqualTo("1 | 120 | 120 | 120");
    }
}
