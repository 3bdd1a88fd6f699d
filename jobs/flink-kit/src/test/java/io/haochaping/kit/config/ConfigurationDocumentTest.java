package io.haochaping.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
    private static final Path GENERATED = Path.of("target/configuration-table.md");

    @Test
    void theDocumentListsEveryKeyAsTheCodeHasIt() throws Exception {
        String table = table();
        Files.writeString(GENERATED, table);

        assertThat(Files.readString(DOCUMENT))
                .as("docs/configuration.md holds the table that this test wrote to " + GENERATED)
                .contains(table);
    }

    @Test
    void everyKeyStandsInTheFileOfTheReleaseThatBroughtIt() throws Exception {
        String golden = golden("v1") + golden("v2");
        assertThat(Arrays.stream(LiveOption.values())
                        .map(option -> option.key().substring(option.section().length() + 1)))
                .allSatisfy(leaf -> assertThat(golden).contains(leaf + ":"));
    }

    private static String golden(String release) throws Exception {
        return Files.readString(Path.of(ConfigurationDocumentTest.class
                .getResource("/golden-config/" + release + ".yaml")
                .toURI()));
    }

    private static String table() {
        return "| key | takes | standard | meaning |\n|---|---|---|---|\n"
                + Arrays.stream(LiveOption.values())
                        .map(ConfigurationDocumentTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(LiveOption option) {
        String standard = option.isRequired()
                ? "**required**"
                : option.standard().isEmpty() ? "none" : "`" + option.standard() + "`";
        return "| `" + option.key() + "` | " + option.kind().words() + " | " + standard + " | " + option.description()
                + " |\n";
    }
}
