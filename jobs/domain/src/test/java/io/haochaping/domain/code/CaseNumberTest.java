package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaseNumberTest {
    private static final String TROUBLE =
            " \t\u3000\u00a0\u0301\u0308\u0345\u00df\u0149\u01f0\u0390\u1fb3\u212b\ufb03\u2460aAéＡ０１粤〔〕㈱\ufdfa\u0130\u0131ﾞｶ";

    @ParameterizedTest
    @CsvSource({
        "20261003-ab1, 20261003-AB1",
        "' 2026 1003\t', 20261003",
        "２０２６ＡＢ, 2026AB",
        "'粤\u3000２０２６〔1〕号', 粤2026〔1〕号",
        "'\u00a0\u2007x\u2028', X",
        "①②, 12",
        "straße, STRASSE",
        "'  ', ''",
    })
    void widthSpaceAndCaseDoNotTellTwoNumbersApart(String raw, String normalised) {
        assertThat(CaseNumber.normalise(raw)).isEqualTo(normalised);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20261003-AB1", "粤2026〔1〕号", ""})
    void aNumberInItsFormIsTheSameInstance(String number) {
        assertThat(CaseNumber.normalise(number)).isSameAs(number);
    }

    @Test
    void aMissingNumberIsEmpty() {
        assertThat(CaseNumber.normalise(null)).isEmpty();
    }

    @Test
    void normalisingAgainChangesNoCharacterOfUnicode() {
        for (int character = 1; character <= Character.MAX_CODE_POINT; character++) {
            String raw = "A" + Character.toString(character);
            String once = CaseNumber.normalise(raw);
            String again = CaseNumber.normalise(once);
            if (!again.equals(once)) {
                assertThat(again).as("U+%04X", character).isEqualTo(once);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void normalisingAgainChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String once = CaseNumber.normalise(text(random));

            assertThat(CaseNumber.normalise(once))
                    .as("seed %d, round %d", seed, i)
                    .isSameAs(once);
            assertThat(Normalizer.isNormalized(once, Normalizer.Form.NFKC)).isTrue();
            assertThat(once).as("seed %d, round %d", seed, i).isEqualTo(WhiteSpace.removed(once));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            if (random.nextBoolean()) {
                text.append(TROUBLE.charAt(random.nextInt(TROUBLE.length())));
            } else {
                text.append((char) (1 + random.nextInt(0x2fff)));
            }
        }
        return text.toString();
    }
}
