package io.haochaping.benchmarks.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadOptionsTest {
    @Test
    void withoutOptionsItIsTheYearThatIsPromised() {
        LoadOptions whole = LoadOptions.of(List.of());
        assertThat(List.of(whole.units(), whole.days(), whole.streams(), whole.rate()))
                .containsExactly(5_918, 366, 1_000, 200);
        assertThat(whole.data()).isEmpty();
    }

    @Test
    void quickIsLessOfEverythingUnlessItIsSaid() {
        LoadOptions quick = LoadOptions.of(List.of("--days", "90", "--quick", "--data", "x"));
        assertThat(List.of(quick.units(), quick.days(), quick.streams())).containsExactly(500, 90, 100);
        assertThat(quick.data()).hasValue(Path.of("x").toAbsolutePath());
    }

    @Test
    void wrongUseIsRefusedByName() {
        assertThatThrownBy(() -> LoadOptions.of(List.of("--quik"))).hasMessage("unknown option --quik");
        assertThatThrownBy(() -> LoadOptions.of(List.of("--rate"))).hasMessage("--rate needs a value");
        assertThatThrownBy(() -> LoadOptions.of(List.of("--rate", "many"))).hasMessageContaining("\"many\"");
        assertThatThrownBy(() -> LoadOptions.of(List.of("--heap", "lots"))).hasMessageContaining("such as 2g");
    }
}
