package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.mapping.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for an operator names what there is, in both languages. */
class ProduceDocumentTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"produce.md", "produce.zh-CN.md"})
    void theDocumentNamesEveryReasonEveryKeyAndEveryKindOfRecord(String name) throws IOException {
        String document = Files.readString(ROOT.resolve("docs").resolve(name));

        for (Reason reason : Reason.values()) {
            assertThat(document).contains("`" + reason.code() + "`");
        }
        for (String key : MappingFile.keys()) {
            assertThat(document).containsPattern("[`\\s]" + key + "[`:\\s]");
        }
        for (RecordKind kind : RecordKind.values()) {
            assertThat(document).contains(kind.id());
        }
    }

    @Test
    void theLauncherNamesEveryOption() throws IOException {
        String launcher = Files.readString(ROOT.resolve("haochaping"));
        int begin = launcher.indexOf("usage_produce()");
        String usage = launcher.substring(begin, launcher.indexOf("\n}\n", begin));

        assertThat(ProduceOptions.names())
                .allSatisfy(option -> assertThat(usage).contains(option));
        List<String> named = new ArrayList<>();
        usage.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("--"))
                .forEach(line -> named.add(line.split(" ")[0]));
        assertThat(named).containsExactlyInAnyOrderElementsOf(ProduceOptions.names());
    }

    @Test
    void theDryRunOfTheDocumentIsWhatTheCommandSays() throws IOException {
        Path examples = ROOT.resolve("docs").resolve("examples").resolve("produce");
        Said said = Said.by(
                "--file",
                examples.resolve("national-ratings.csv"),
                "--charset",
                "gbk",
                "--mapping",
                examples.resolve("national-ratings.yaml"),
                "--dry-run",
                "--show",
                "1");
        String document = Files.readString(ROOT.resolve("docs").resolve("produce.md"));

        assertThat(document).contains(said.out().strip());
        assertThat(said.err().lines()).allSatisfy(line -> assertThat(document).contains(line));
    }
}
