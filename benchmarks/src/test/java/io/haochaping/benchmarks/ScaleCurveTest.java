package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleCurveTest {
    @Test
    void sizesAreTakenOutOfTheArguments() {
        List<String> arguments =
                new ArrayList<>(List.of("--heap", "2g", "--cases", "1_000,5000", "--contenders", "live"));

        assertThat(ScaleCurve.sizes(arguments)).containsExactly(1_000L, 5_000L);
        assertThat(arguments).containsExactly("--heap", "2g", "--contenders", "live");
        assertThat(ScaleCurve.sizes(new ArrayList<>()))
                .containsExactly(1_000_000L, 5_000_000L, 20_000_000L, 50_000_000L);
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> ScaleCurve.sizes(new ArrayList<>(List.of("--cases", "5,many"))))
                .hasMessageContaining("\"5,many\"");
        assertThatThrownBy(() -> ScaleCurve.sizes(new ArrayList<>(List.of("--cases"))))
                .hasMessage("--cases needs a value");
    }
}
