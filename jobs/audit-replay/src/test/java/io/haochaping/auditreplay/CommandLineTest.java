package io.haochaping.auditreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.kit.config.LiveConfig;
import io.haochaping.store.RowScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for, and what is refused before a server is asked. */
class CommandLineTest {
    private static AuditScope scope(String... arguments) throws Refusal {
        return AuditScope.of(Arguments.read(
                List.of(arguments),
                Set.of("--month", "--day", "--year", "--from", "--to", "--region", "--department"),
                Set.of("--all")));
    }

    @Test
    void aScopeIsAMonthADayAYearASpanOrEverything() throws Exception {
        assertThat(scope("--month", "2026-02").rows())
                .isEqualTo(RowScope.ofDays(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 3, 1)));
        assertThat(scope("--day", "2026-12-31").rows())
                .isEqualTo(RowScope.ofDays(LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 1)));
        assertThat(scope("--year", "2026").rows())
                .isEqualTo(RowScope.ofDays(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1)));
        assertThat(scope("--from", "2026-10-01", "--to", "2026-10-15").rows())
                .isEqualTo(RowScope.ofDays(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 16)));
        assertThat(scope("--all").rows()).isEqualTo(RowScope.EVERYTHING);
    }

    @Test
    void aRegionStandsForAllThatBeginLikeItAndADepartmentForItself() throws Exception {
        assertThat(scope("--all", "--region", "440100000000", "--department", "d")
                        .rows())
                .isEqualTo(RowScope.EVERYTHING.ofRegion("4401").ofDepartment("d"));
        assertThat(scope("--all", "--region", "44").rows()).isEqualTo(RowScope.EVERYTHING.ofRegion("44"));
        assertThat(scope("--all", "--region", "OTHER").rows()).isEqualTo(RowScope.EVERYTHING.ofRegion("OTHER"));
    }

    @ParameterizedTest
    @CsvSource({
        "--config x.yaml, give one of --month",
        "--config x.yaml --month 2026-10 --all, give one of --month",
        "--config x.yaml --month 2026-13, --month cannot be \"2026-13\"",
        "--config x.yaml --from 2026-10-05 --to 2026-10-04, lies before",
        "--config x.yaml --from 2026-10-05, --to is missing",
        "--month 2026-10, --config is missing",
        "--config x.yaml --mont 2026-10, did you mean --month",
        "--config x.yaml --month, needs a value",
        "--config x.yaml --snapshot 0, 'a snapshot has a number from 1 on, not 0'",
        "--config x.yaml --snapshot 1 --month 2026-10, --snapshot brings its own period and scope: leave out --month",
        "--config x.yaml --snapshot 1 --region 44, leave out --region",
        "--config nowhere.yaml --month 2026-10, nowhere.yaml"
    })
    void whatCannotBeMeantIsRefusedWithTheRemedyAndExitCodeTwo(String arguments, String told) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = RunAudit.run(
                List.of(arguments.split(" ")),
                Map.of(),
                LiveConfig::decisions,
                System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(told);
        assertThat(exitCode).isEqualTo(2);
    }

    @Test
    void aReplayEndsAtACutATimeInShanghaiOrNow() throws Exception {
        assertThat(ReplayUntil.parse("now").isNow()).isTrue();
        assertThat(ReplayUntil.parse("2026-11-01").instant()).isEqualTo(Instant.parse("2026-10-31T16:00:00Z"));
        assertThat(ReplayUntil.parse("2026-11-01T08:00").instant()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(ReplayUntil.parse("2026-11-01T08:00+01:00").instant())
                .isEqualTo(Instant.parse("2026-11-01T07:00:00Z"));
        assertThat(ReplayUntil.parse("2026-11-01T08:00:00Z").instant())
                .isEqualTo(Instant.parse("2026-11-01T08:00:00Z"));
        assertThatThrownBy(() -> ReplayUntil.parse("yesterday")).hasMessageContaining("--until cannot be");
    }

    @Test
    void theWatchdogBarksOnlyAfterSoLongWithoutAnOffset() {
        Watchdog watchdog = new Watchdog(Duration.ofNanos(10), 0);

        assertThat(watchdog.barks(0, 5)).isFalse();
        assertThat(watchdog.barks(0, 15)).isFalse();
        assertThat(watchdog.barks(1, 20)).as("read one").isFalse();
        assertThat(watchdog.barks(1, 30)).isFalse();
        assertThat(watchdog.barks(1, 31)).isTrue();
    }

    @Test
    void progressTellsRateAndRemainingTime() {
        assertThat(ReplayProgress.line(250, 1_000, 5_000_000_000L))
                .contains(" 25%", "250 / 1,000", "50/s", "15 s left");
        assertThat(ReplayProgress.line(0, 1_000, 5_000_000_000L)).contains("  0%", "not known yet");
        assertThat(ReplayProgress.line(0, 0, 0)).contains("100%");
    }
}
