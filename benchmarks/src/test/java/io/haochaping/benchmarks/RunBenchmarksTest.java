package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunBenchmarksTest {
    @Test
    void bothContendersStoreThePlanAndAreMeasured(@TempDir Path folder) throws Exception {
        BenchmarkOptions options =
                new BenchmarkOptions(20_000, 1, "512m", Optional.empty(), Optional.of(folder), Optional.empty(), false);

        Report report = new RunBenchmarks(options, folder).run("./haochaping bench --records 20000");

        assertThat(report.runs())
                .extracting(Measurement::contender)
                .containsExactlyInAnyOrder(Contender.FOLD, Contender.JOB);
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.records()).isGreaterThanOrEqualTo(20_000);
            assertThat(run.rows()).isGreaterThan(10_000);
            assertThat(run.seconds()).isPositive();
            assertThat(run.cpuSecondsPerMillion()).isPositive();
        });
        assertThat(report.ratio()).isPositive();
        assertThat(report.table()).contains("reference fold", "Haochaping", "of the fold's rate");
        assertThat(report.json())
                .contains("\"distinctRows\": " + report.runs().get(0).rows());
    }

    @Test
    void anOptionThatDoesNotExistIsRefusedByName() {
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--quik"))).hasMessage("unknown option --quik");
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--records"))).hasMessage("--records needs a value");
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--records", "many")))
                .hasMessageContaining("\"many\"");
    }

    @Test
    void quickMeansFewerRecordsUnlessTheirNumberIsSaid() {
        assertThat(BenchmarkOptions.of(List.of("--quick")).records()).isEqualTo(300_000);
        assertThat(BenchmarkOptions.of(List.of("--quick", "--records", "5_000")).records())
                .isEqualTo(5_000);
        assertThat(BenchmarkOptions.of(List.of()).records()).isEqualTo(20_000_000);
    }
}
