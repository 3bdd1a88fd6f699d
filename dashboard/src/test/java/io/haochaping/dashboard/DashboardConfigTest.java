package io.haochaping.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.dashboard.api.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardConfigTest {
    private static final String LEAST = "store.url: jdbc:postgresql://localhost/haochaping\n";
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");
    private static final Path GENERATED = Path.of("target/configuration-table.md");

    @TempDir
    Path folder;

    @Test
    void oneKeyIsEnoughAndTheRestIsStandard() throws Exception {
        DashboardConfig config = load(LEAST, Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.language()).isEqualTo(Language.ZH);
        assertThat(config.store().schema()).isEqualTo("haochaping");
        assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.streams()).isEqualTo(2_000);
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndNoSecretIsPrinted() throws Exception {
        DashboardConfig config = load(
                LEAST + "dashboard: {port: 9000, language: zh}\n",
                Map.of("HAOCHAPING_STORE_PASSWORD", "secret", "HAOCHAPING_DASHBOARD_LANGUAGE", "en"));

        assertThat(config.port()).isEqualTo(9000);
        assertThat(config.language()).isEqualTo(Language.EN);
        assertThat(config.store().password()).isEqualTo("secret");
        assertThat(config.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "dashboard.prot: 1 > dashboard.prot is no key; the nearest one is dashboard.port",
                "kafka.bootstrap-servers: x > is no key",
                "dashboard.host: 0.0.0.0 > no loopback address",
                "dashboard.port: 65536 > greater than 65535",
                "dashboard.port: none > expected whole number",
                "dashboard.language: fr > write zh or en",
                "dashboard.allowed-hosts: ['http://example.cn'] > no host name: write it as browsers do",
                "dashboard.allowed-hosts: ['example.cn:8080'] > no host name",
                "dashboard.names: none.tsv > which cannot be used: there is no such file",
                "dashboard.poll-interval: 1 ms > shorter than 50 ms",
                "store.schema: Haochaping! > is no schema name",
                "store.url: jdbc:postgresql://u:p@h/d > was set before",
            })
    void whatCannotBeMeantIsRefused(String line, String reason) {
        ConfigProblem problem = catchThrowableOfType(ConfigProblem.class, () -> load(LEAST + line + "\n", Map.of()));
        assertThat(problem).hasMessageContaining(reason.strip()).hasMessageContaining("line 2");
    }

    @Test
    void namesLieBesideTheFileThatNamesThem() throws Exception {
        Files.writeString(folder.resolve("names.tsv"), "department\ttax\n");
        ConfigProblem problem =
                catchThrowableOfType(ConfigProblem.class, () -> load(LEAST + "dashboard.names: names.tsv\n", Map.of()));
        assertThat(problem).hasMessageContaining("line 1 has 2 fields");

        Files.writeString(folder.resolve("names.tsv"), "department\ttax\t税务局\n");
        assertThat(load(LEAST + "dashboard: {names: names.tsv, allowed-hosts: [a.example, '[::1]']}\n", Map.of())
                        .allowedHosts())
                .containsExactly("a.example", "[::1]");
    }

    @Test
    void theDocumentListsEveryKeyAsTheCodeHasIt() throws Exception {
        String table = "| key | takes | standard | meaning |\n|---|---|---|---|\n"
                + Arrays.stream(DashboardOption.values())
                        .map(DashboardConfigTest::row)
                        .collect(Collectors.joining());
        Files.writeString(GENERATED, table);

        assertThat(Files.readString(DOCUMENT))
                .as("docs/configuration.md holds the table that this test wrote to " + GENERATED)
                .contains(table);
    }

    private static String row(DashboardOption option) {
        String standard = option.isRequired()
                ? "**required**"
                : option.standard().isEmpty() ? "none" : "`" + option.standard() + "`";
        return "| `" + option.key() + "` | " + option.kind().words() + " | " + standard + " | " + option.description()
                + " |\n";
    }

    private DashboardConfig load(String yaml, Map<String, String> environment) throws IOException, ConfigProblem {
        return DashboardConfig.load(Files.writeString(folder.resolve("dashboard.yaml"), yaml), environment);
    }
}
