package io.haochaping.rulesshadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.fold.shadow.Comparison;
import io.haochaping.fold.shadow.Movement;
import io.haochaping.fold.shadow.Sums;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunShadowTest {
    private static final Sums BINARY = new Sums(100, 93, 100, 93);
    private static final Sums TERNARY = new Sums(100, 72, 100, 72);
    private static final Comparison COMPARISON = new Comparison(
            BINARY, TERNARY, Map.of(Movement.LEVELS, new Comparison.Moved(21, new Sums(0, -21, 0, -21))));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void bothFiguresStandSideBySideWithWhatMovedThem() {
        assertThat(ComparisonText.lines("sichuan", "shanghai", COMPARISON))
                .contains("93.0000 %")
                .contains("72.0000 %")
                .contains("好评口径不同")
                .contains("21 ratings 条评价: ratings +0, good -21, distribution +0, good in it -21")
                .doesNotContain("unexplained");
        assertThat(ComparisonText.json("sichuan", "shanghai", COMPARISON))
                .contains("\"levels\"")
                .contains("\"moved\" : 21");
    }

    @Test
    void whatNoCauseExplainsIsSaid() {
        assertThat(ComparisonText.lines("a", "b", new Comparison(BINARY, TERNARY, Map.of())))
                .contains("unexplained: ratings +0, good -21");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--config x.yaml --under sichuan",
                "--config x.yaml --under sichuan --month July",
                "--config x.yaml --under sichuan --month",
                "--config none.yaml --under sichuan --month 2023-07",
                "--config CONFIG --under sichan --month 2023-07",
                "--config CONFIG --under sichuan --month 2023-07 --most-records 0",
                "--config CONFIG --under sichuan --month 2023-07 --most-records many",
                "--config CONFIG --sideways"
            })
    void wrongUseEndsWithTwoBeforeAnythingIsRead(String command) throws Exception {
        Path config = Files.writeString(
                folder.resolve("live.yaml"),
                "kafka.bootstrap-servers: nowhere.invalid:1\nstore.url: jdbc:postgresql://nowhere.invalid/x\n");
        List<String> arguments = Arrays.stream(
                        command.replace("CONFIG", config.toString()).split(" "))
                .filter(word -> !word.isEmpty())
                .toList();

        int exit = RunShadow.run(
                arguments,
                Map.of(),
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank().doesNotContain("\tat ");
    }
}
