package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.schemas.RegistryIds.Listed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryIdsTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private final Listed rating = new Listed(12, RecordType.RATING, FROM, 0xa972b13d28d71b6cL);
    private final Listed event = new Listed(7, RecordType.CASE_EVENT, FROM, 0x2e553886aecff068L);

    @Test
    void onlyAListedIdIsFound() {
        RegistryIds ids = RegistryIds.of(List.of(rating, event));

        assertThat(ids.byId(12)).contains(rating);
        assertThat(ids.byId(13)).isEmpty();
        assertThat(RegistryIds.none().byId(12)).isEmpty();
        assertThat(ids.all()).containsExactly(event, rating);
    }

    @Test
    void theTextForTheDecisionSetDoesNotDependOnTheOrderAndReadsBack() {
        RegistryIds ids = RegistryIds.of(List.of(rating, event));

        assertThat(ids.canonicalText())
                .isEqualTo("registry|7|case-event|2e553886aecff068|2026-01-01T00:00:00Z\n"
                        + "registry|12|rating|a972b13d28d71b6c|2026-01-01T00:00:00Z\n")
                .isEqualTo(RegistryIds.of(List.of(event, rating)).canonicalText());
        assertThat(RegistryIds.parse(ids.canonicalText()).all()).containsExactly(event, rating);
        assertThat(RegistryIds.parse("").all()).isEmpty();
    }

    @Test
    void anIdThatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> RegistryIds.of(List.of(rating, rating)))
                .hasMessageContaining("Registry id 12 is listed twice");
        assertThatThrownBy(() -> new Listed(-1, RecordType.RATING, FROM, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> RegistryIds.parse("registry|7|case-event"))
                .hasMessageContaining("registry|7|case-event");
    }

    @Test
    void anIdWithoutAFingerprintCannotBeListed() {
        assertThatThrownBy(() -> RegistryIds.parse("registry|7|case-event|-|2026-01-01T00:00:00Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 hexadecimal digits");
    }
}
