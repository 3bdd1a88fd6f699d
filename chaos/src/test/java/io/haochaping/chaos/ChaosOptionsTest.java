package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.stack.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosOptionsTest {
    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void writeJar() throws Exception {
        jar = Files.writeString(folder.resolve("job.jar"), "");
    }

    @Test
    void aSeedAloneIsOneScheduleAndMinutesAloneHaveNoOtherEnd() {
        assertThat(of("--seed", "7").schedules()).isEqualTo(1);
        assertThat(of().schedules()).isEqualTo(10);
        assertThat(of("--minutes", "5").schedules()).isEqualTo(1_000_000);
        assertThat(of("--seed", "7", "--schedules", "3").schedules()).isEqualTo(3);
    }

    @Test
    void faultsAreTakenByName() {
        assertThat(of("--faults", "broker-killed,lock-held").kinds())
                .containsExactly(FaultKind.BROKER_KILLED, FaultKind.LOCK_HELD);
        assertThat(of().kinds()).isEqualTo(FaultKind.all(FaultKind.LATEST_EDITION));
        assertThat(of("--edition", "1").kinds()).isEqualTo(FaultKind.all(1)).hasSize(21);
        assertThat(of("--edition", "2").kinds()).isEqualTo(FaultKind.all(2)).hasSize(36);
    }

    @Test
    void aDifferenceIsToldWithAllThatTheScheduleWasDrawnFrom() {
        ChaosOptions options = of("--seed", "7", "--faults", "broker-killed,lock-held", "--cases", "50");
        Schedule eighth = Schedule.of(options.edition(), 8, options.kinds(), options.faults());

        assertThat(options.again(eighth))
                .isEqualTo("./haochaping chaos --seed 8 --edition 3 --faults broker-killed,lock-held"
                        + " --per-schedule 3 --cases 50");
        assertThat(of("--edition", "1").again(eighth))
                .isEqualTo("./haochaping chaos --seed 8 --edition 1 --per-schedule 3 --cases 600");
    }

    @Test
    void wrongUseIsToldInTheLanguageOfTheTerminal() {
        assertThatThrownBy(() -> of("--faults", "broker-kiled"))
                .hasMessageContaining("there is no fault \"broker-kiled\"; there are task-manager-killed");
        assertThatThrownBy(() -> of("--seed", "none")).hasMessageContaining("--seed takes a number");
        assertThatThrownBy(() -> of("--seed")).hasMessageContaining("--seed needs a value");
        assertThatThrownBy(() -> of("--show")).hasMessageContaining("--show needs --journal");
        assertThatThrownBy(() -> ChaosOptions.of(List.of("--jar", jar.toString(), "--sid", "1"), Language.CHINESE))
                .hasMessageContaining("未知选项 --sid");
    }

    private ChaosOptions of(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--jar", jar.toString()));
        all.addAll(List.of(arguments));
        return ChaosOptions.of(all, Language.ENGLISH);
    }
}
