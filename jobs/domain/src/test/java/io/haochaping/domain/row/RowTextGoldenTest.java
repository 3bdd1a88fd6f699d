package io.haochaping.domain.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.tally.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Published months are kept as these texts for ever: every version has to read what an earlier one wrote, and to write it the same. */
class RowTextGoldenTest {
    private static List<String> golden(String word) throws IOException {
        try (InputStream in = RowTextGoldenTest.class.getResourceAsStream("/golden/row-texts.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }
    }

    @Test
    void everyFigureThatWasEverNamedIsNamedSoAndFound() throws IOException {
        assertThat(golden("figure")).isNotEmpty().allSatisfy(line -> {
            int number = Integer.parseInt(line.substring(0, line.indexOf(' ')));
            String name = line.substring(line.indexOf(' ') + 1);
            assertThat(Figure.text(number)).isEqualTo(name);
            assertThat(Figure.parse(name)).isEqualTo(number);
        });
    }

    /** A new figure takes a line of its own at the end of the file. */
    @Test
    void everyFigureOfThisVersionStandsThere() throws IOException {
        assertThat(golden("figure"))
                .containsAll(Stream.of(Figure.values())
                        .map(figure -> figure.number() + " " + figure.column())
                        .toList());
    }

    @Test
    void everyRowThatWasEverWrittenIsReadAndWrittenTheSame() throws IOException {
        assertThat(golden("row")).hasSizeGreaterThan(2).allSatisfy(row -> assertThat(RowText.parse(row))
                .hasToString(row));
    }
}
