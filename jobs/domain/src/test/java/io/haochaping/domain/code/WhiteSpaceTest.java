package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WhiteSpaceTest {
    @ParameterizedTest
    @CsvSource({"' a b ', 'a b', ab", "'\u3000a\u00a0\u2003b\r\n', 'a\u00a0\u2003b', ab", "' ', '', ''", "'', '', ''"})
    void itIsTrimmedAtTheEndsAndRemovedEverywhere(String text, String trimmed, String removed) {
        assertThat(WhiteSpace.trimmed(text)).isEqualTo(trimmed);
        assertThat(WhiteSpace.removed(text)).isEqualTo(removed);
    }

    @Test
    void aTextWithoutItIsTheSameInstance() {
        String text = "hall-1大厅";

        assertThat(WhiteSpace.trimmed(text)).isSameAs(text);
        assertThat(WhiteSpace.removed(text)).isSameAs(text);
    }

    @Test
    void itIsWhatUnicodeCallsSoAndTheFourSeparatorsOfAscii() {
        Pattern unicode = Pattern.compile("\\p{IsWhite_Space}|[\\x1c-\\x1f]");
        for (int character = 0; character <= Character.MAX_VALUE; character++) {
            assertThat(WhiteSpace.is((char) character))
                    .as("U+%04X", character)
                    .isEqualTo(unicode.matcher(String.valueOf((char) character)).matches());
        }
    }
}
