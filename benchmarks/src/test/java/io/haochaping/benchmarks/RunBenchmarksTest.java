package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunBenchmarksTest {
    /** Without the live one, the same pipeline as that with flags; it is among those of {@code bench --quick}. */
    private static final List<Contender> CONTENDERS = List.of(
            Contender.FOLD, Contender.LIVE_FLAGS, Contender.REPLAY, Contender.FLINK_SQL, Contender.KAFKA_STREAMS);

    @Test
    void aReplayStoresWhatTheFoldStores(@TempDir Path folder) throws Exception {
        storesWhatTheFoldStores(List.of(Contender.FOLD, Contender.REPLAY), folder);
    }

    @Test
    @Tag("slow")
    void everyContenderStoresWhatTheFoldStores(@TempDir Path folder) throws Exception {
        storesWhatTheFoldStores(CONTENDERS, folder);
    }

    private static void storesWhatTheFoldStores(List<Contender> contenders, Path folder) throws Exception {
        BenchmarkOptions options = new BenchmarkOptions(
                6_000,
                1,
                contenders,
                "512m",
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder),
                Optional.empty(),
                true,
                false);

        Report report = new RunBenchmarks(options, folder).run("./haochaping bench --records 6000");

        assertThat(report.runs())
                .extracting(Measurement::contender, Measurement::differences)
                .containsExactlyElementsOf(contenders.stream()
                        .map(contender -> org.assertj.core.groups.Tuple.tuple(contender, List.of()))
                        .toList());
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.records()).isGreaterThanOrEqualTo(5_900);
            assertThat(run.rows()).isGreaterThan(5_000);
            assertThat(run.writesPerRow()).isGreaterThanOrEqualTo(1);
            assertThat(run.seconds()).isPositive();
            assertThat(run.cpuSecondsPerMillion()).isPositive();
        });
        assertThat(report.runs())
                .filteredOn(run -> run.contender() == Contender.REPLAY || run.contender() == Contender.LIVE_FLAGS)
                .allMatch(run -> run.checkpoints().count() > 0);
        assertThat(report.sizes().ledgerBytesPerPlainCase()).isBetween(20.0, 500.0);
        assertThat(report.sizes().tallyBytesPerRow()).isBetween(20.0, 500.0);
    }

    @Test
    void anOptionThatDoesNotExistIsRefusedByName() {
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--quik"))).hasMessage("unknown option --quik");
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--records"))).hasMessage("--records needs a value");
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--records", "many")))
                .hasMessageContaining("\"many\"");
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--contenders", "spark")))
                .hasMessage(
                        "no contender is called \"spark\", there are fold,live,live-rocksdb,live-sparse,replay,replay-sparse,flink-sql,kafka-streams");
    }

    @Test
    void quickMeansFewerRecordsUnlessTheirNumberIsSaid() {
        assertThat(BenchmarkOptions.of(List.of("--quick")).records()).isEqualTo(200_000);
        assertThat(BenchmarkOptions.of(List.of("--quick", "--records", "5_000")).records())
                .isEqualTo(5_000);
        assertThat(BenchmarkOptions.of(List.of()).records()).isEqualTo(20_000_000);
    }

    @Test
    void theFoldAlwaysRunsBecauseTheOthersAreComparedWithIt() {
        assertThat(BenchmarkOptions.of(List.of("--contenders", "replay,flink-sql"))
                        .contenders())
                .containsExactly(Contender.FOLD, Contender.REPLAY, Contender.FLINK_SQL);
        assertThat(BenchmarkOptions.of(List.of()).contenders())
                .containsExactlyElementsOf(Contender.all())
                .doesNotContain(Contender.LIVE_FLAGS, Contender.LIVE_SPARSE, Contender.REPLAY_SPARSE);
        assertThat(BenchmarkOptions.of(List.of("--contenders", "replay-sparse")).contenders())
                .containsExactly(Contender.FOLD, Contender.REPLAY_SPARSE);
    }

    @Test
    void withFlagsTheLiveJobRunsNextToItselfWithout() {
        assertThat(BenchmarkOptions.of(List.of("--flags", "--contenders", "live"))
                        .contenders())
                .containsExactly(Contender.FOLD, Contender.LIVE, Contender.LIVE_FLAGS);
        assertThat(BenchmarkOptions.of(List.of("--flags", "--contenders", "replay"))
                        .contenders())
                .containsExactly(Contender.FOLD, Contender.LIVE, Contender.LIVE_FLAGS, Contender.REPLAY);
        assertThatThrownBy(() -> BenchmarkOptions.of(List.of("--contenders", "live-flags")))
                .hasMessageContaining("no contender is called");
    }

    /** Every rating is held in its cells whether it is flagged or not; what is flagged comes on top. */
    @Test
    void whatFlagsTakeIsTheCellsAndFromTheThresholdOnTheRows() {
        List<FlagSizes> sizes = FlagSizes.measured();
        assertThat(sizes).allMatch(size -> size.cellBytes() > 40 && size.caseBytes() > 40);
        assertThat(sizes).allMatch(size -> size.rowBytes() > 100 == size.ratings() >= size.threshold());
        assertThat(FlagSizes.table(sizes)).contains("| 400 | 100 | ");
    }
}
