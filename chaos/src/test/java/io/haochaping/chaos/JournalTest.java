package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.stack.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Outcome WHOLE = outcome(7, List.of(), new Struck(FaultKind.BROKER_KILLED, 2_000));
    private static final Outcome SLOWER = outcome(8, List.of(), new Struck(FaultKind.BROKER_KILLED, 5_500));
    private static final Outcome DIFFERENT = outcome(9, List.of("a row"), new Struck(FaultKind.BROKER_KILLED, -1));
    private static final Outcome LATER = new Outcome(
            new Schedule(2, 7, WHOLE.schedule().faults()), WHOLE.struck(), WHOLE.differences(), WHOLE.millis());

    @TempDir
    Path folder;

    @Test
    void aLineIsWhatTheJournalHasAlwaysHeld() {
        assertThat(Journal.line(WHOLE, "2026-11-26T11:00:00Z", "abc1234"))
                .isEqualTo("{\"date\":\"2026-11-26T11:00:00Z\",\"commit\":\"abc1234\",\"seed\":7,\"faults\":"
                        + "[{\"fault\":\"broker-killed\",\"perMille\":200,\"millis\":7000,\"recoveryMillis\":2000}],"
                        + "\"millis\":20000,\"differences\":[]}");
    }

    @Test
    void aLaterEditionIsTold() {
        assertThat(Journal.line(LATER, "2026-11-26T11:00:00Z", "abc1234"))
                .contains("\"commit\":\"abc1234\",\"edition\":2,\"seed\":7,");
    }

    @Test
    void whatIsAddedIsReadAgain() throws Exception {
        Path file = folder.resolve("sub").resolve("journal.jsonl");
        for (Outcome outcome : List.of(WHOLE, DIFFERENT, LATER)) {
            Journal.add(file, Journal.line(outcome, "2026-11-26T11:00:00Z", "abc1234"));
        }

        assertThat(Journal.read(file)).containsExactly(WHOLE, DIFFERENT, LATER);
    }

    @Test
    void aLineThatIsNoneIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("journal.jsonl"), "{\"seed\":1}\n");

        assertThatThrownBy(() -> Journal.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journal.jsonl line 1");
    }

    @Test
    void theTableHasMedianMaximumAndDifferences() {
        assertThat(ResultTable.of(List.of(WHOLE, SLOWER, WHOLE), Language.ENGLISH))
                .contains("| SIGKILL of the broker (broker-killed) | 3 | 2.0 s | 5.5 s | 0 |")
                .endsWith("3 schedules, 0 with a difference");
        assertThat(ResultTable.of(List.of(WHOLE, DIFFERENT), Language.CHINESE))
                .contains("| 强制终止 Kafka (broker-killed) | 2 | 2.0 s | – | 1 |")
                .endsWith("2 个编排，其中 1 个有差异");
    }

    private static Outcome outcome(long seed, List<String> differences, Struck struck) {
        Schedule schedule = new Schedule(1, seed, List.of(new Fault(struck.kind(), 200, 7_000)));
        return new Outcome(schedule, List.of(struck), differences, 20_000);
    }
}
