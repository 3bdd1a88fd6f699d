package io.haochaping.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolOrderTest {
    @Test
    void unitsAreListedAsTheListsSayAndNotByTheirCodes() {
        ProtocolOrder order = new ProtocolOrder(List.of(List.of("tax", "civil"), List.of("archive")));

        assertThat(order.sorted(List.of("archive", "civil", "tax"))).containsExactly("tax", "civil", "archive");
    }

    @Test
    void whatNoListNamesComesBehindAsItStood() {
        ProtocolOrder order = new ProtocolOrder(List.of(List.of("tax")));

        assertThat(order.sorted(List.of("b", "a", "tax"))).containsExactly("tax", "b", "a");
        assertThat(new ProtocolOrder(List.of()).sorted(List.of("b", "a"))).containsExactly("b", "a");
    }

    @Test
    void theFirstListThatNamesACodePlacesIt() {
        ProtocolOrder order = new ProtocolOrder(List.of(List.of("b"), List.of("a", "b")));

        assertThat(order.sorted(List.of("a", "b"))).containsExactly("b", "a");
    }
}
