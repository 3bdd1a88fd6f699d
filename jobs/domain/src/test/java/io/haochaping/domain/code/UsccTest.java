package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsccTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    @ParameterizedTest
    @ValueSource(strings = {"11370900004341048Y", "11320000MB151840XJ", "11330800MB0R57773W", "91350100M000100Y43"})
    void aRightCheckCharacterIsValid(String code) {
        assertThat(Uscc.isValid(code)).isTrue();
        assertThat(Uscc.checkCharacter(code.substring(0, 17))).isEqualTo(code.charAt(17));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "91350100M000100Y4Z",
                "91350100M000100Y44",
                "91350100m000100y43",
                "91350100I000100Y43",
                "91350100M000100Y4",
                "91350100M000100Y430",
                "",
            })
    void anythingElseIsNot(String code) {
        assertThat(Uscc.isValid(code)).isFalse();
    }

    @Test
    void everySingleWrongCharacterIsFound() {
        String valid = "11370900004341048Y";
        for (int place = 0; place < valid.length(); place++) {
            for (char other : ALPHABET.toCharArray()) {
                String changed = valid.substring(0, place) + other + valid.substring(place + 1);

                assertThat(Uscc.isValid(changed)).as(changed).isEqualTo(changed.equals(valid));
            }
        }
    }

    @Test
    void aBodyOfOtherCharactersHasNoCheckCharacter() {
        assertThatThrownBy(() -> Uscc.checkCharacter("91350100M000100YZ")).hasMessageContaining("91350100M000100YZ");
        assertThatThrownBy(() -> Uscc.checkCharacter("9")).isInstanceOf(IllegalArgumentException.class);
    }
}
