package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionSetTest {
    private final DecisionSet set = DecisionSet.ofTexts(Map.of("limits", "H=62", "rules", "builtin-1"));

    @Test
    void aSetContainsAnotherThatItHoldsAlikeAndMore() {
        DecisionSet larger = DecisionSet.ofTexts(Map.of("limits", "H=62", "rules", "builtin-1", "calendar", "2026"));

        assertThat(larger.firstMissingOf(set)).isNull();
        assertThat(set.firstMissingOf(set)).isNull();
        assertThat(set.firstMissingOf(larger)).isEqualTo("calendar");
    }

    @Test
    void aSetThatDecidesOtherwiseIsNotContained() {
        DecisionSet other = DecisionSet.ofTexts(Map.of("limits", "H=63", "rules", "builtin-1", "calendar", "2026"));

        assertThat(other.firstMissingOf(set)).isEqualTo("limits");
    }

    @Test
    void theDigestDependsOnNamesAndTextsAlone() {
        Map<String, String> backwards = new LinkedHashMap<>();
        backwards.put("rules", "builtin-1");
        backwards.put("limits", "H=62");

        assertThat(DecisionSet.ofTexts(backwards)).isEqualTo(set);
        assertThat(DecisionSet.ofTexts(backwards).digest()).isEqualTo(set.digest());
        assertThat(set.digest()).isEqualTo("29e0f3a9671506c92b84ce4ec2b6dd53db4669ac37e763d7081f398921fb0e28");
        assertThat(DecisionSet.ofTexts(Map.of("limits", "builtin-1", "rules", "H=62"))
                        .digest())
                .isNotEqualTo(set.digest());
        assertThat(DecisionSet.ofTexts(Map.of()).digest()).hasSize(64);
    }

    @Test
    void aNameOfSeveralLinesIsRefused() {
        assertThatThrownBy(() -> DecisionSet.ofTexts(Map.of("rules\nlimits", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rules");
    }
}
