package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Report report = new Report(
            List.of(
                    run(Contender.FOLD, 1, 10, List.of()),
                    run(Contender.REPLAY, 1, 20, List.of()),
                    run(Contender.FLINK_SQL, 1, 1, List.of("leaf: 3 rows only Flink SQL has")),
                    run(Contender.FLINK_SQL, 2, 80, List.of()),
                    run(Contender.REPLAY, 2, 16, List.of()),
                    run(Contender.FOLD, 2, 10, List.of()),
                    run(Contender.FOLD, 3, 8, List.of()),
                    run(Contender.REPLAY, 3, 25, List.of())),
            new StateSizes(64, 100),
            new Machine(2, 1L << 30, "17"),
            "./haochaping bench --json \"a b\"");

    @Test
    void ratiosAreThoseOfTheMedians() {
        assertThat(report.rate(Contender.FOLD)).isEqualTo(100_000);
        assertThat(report.ratio(Contender.REPLAY)).isEqualTo(0.5);
        assertThat(Report.median(new double[] {1, 2, 5, 9})).isEqualTo(3.5);
    }

    @Test
    void aTimeBesideOtherRowsDoesNotCount() {
        assertThat(report.allCount()).isFalse();
        assertThat(report.rate(Contender.FLINK_SQL)).isEqualTo(12_500);
        assertThat(report.table()).containsOnlyOnce("no, it does not count");
    }

    @Test
    void tableJsonAndPlotTellTheSame() {
        assertThat(report.table())
                .contains("| Haochaping replay | 3 | 50,000 (40,000 to 62,500) | 25,000 |")
                .contains("| 500 | 1.50 | 1.5 | yes |", "64.0 bytes of ledger a plain case")
                .contains("| Haochaping replay | 2 | 1 | 120 | 120 | 120 | 3 |")
                .doesNotContain("| reference fold | 1 | 0 |");
        assertThat(report.json())
                .contains("{\"contender\": \"replay\", \"recordsPerSecond\": 50000.0, \"ofTheFold\": 0.5000}")
                .contains("--json \\\"a b\\\"");
        assertThat(new RatePlot(report).svg())
                .startsWith("<svg ")
                .contains(">Haochaping replay</text>", ">50,000</text>")
                .doesNotContain("Kafka Streams");
    }

    private static Measurement run(Contender contender, int repeat, int seconds, List<String> differences) {
        Duration elapsed = Duration.ofSeconds(seconds);
        return new Measurement(
                contender,
                repeat,
                1_000_000,
                elapsed,
                elapsed,
                elapsed,
                elapsed,
                1L << 30,
                500,
                750,
                checkpoints(contender),
                1.5,
                differences);
    }

    private static CompletedCheckpoints checkpoints(Contender contender) {
        return CompletedCheckpoints.in(
                contender == Contender.REPLAY
                        ? List.of("Completed checkpoint 1 for job a (3145728 bytes, checkpointDuration=120 ms,")
                        : List.of());
    }
}
