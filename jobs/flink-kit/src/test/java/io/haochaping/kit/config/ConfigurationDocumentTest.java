package io.haochaping.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
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
    void everyKeyStandsInAReleasedFile() throws Exception {
        // The first release has the first; a later key has a file of its own beside it.
        StringBuilder golden = new StringBuilder();
        Path folder = Path.of(getClass().getResource("/golden-config").toURI());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                golden.append(Files.readString(file));
            }
        }
        assertThat(Arrays.stream(LiveOption.values())
                        .map(option -> option.key().substring(option.section().length() + 1)))
                .allSatisfy(leaf -> assertThat(golden.toString()).contains(leaf + ":"));
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
