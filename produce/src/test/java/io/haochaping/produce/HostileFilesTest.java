package io.haochaping.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.produce.input.Format;
import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.say.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that nobody meant: each line becomes records or is refused with a reason, and a file that cannot be read at all is refused in a sentence. */
class HostileFilesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples", "produce");
    /** {@code -Dhostile.files=20000} for a longer look. */
    private static final int INPUTS = Integer.getInteger("hostile.files", 1_000);

    private static final long SEED = Long.getLong("hostile.seed", 20_261_003L);
    private static final String[] STRANGE = {
        "\"",
        "\"\"\"",
        ",",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\uFEFF",
        "{",
        "}",
        "[",
        "]",
        "[[[[[[[[",
        "\\u",
        "\\ud800",
        "null",
        "NaN",
        "-0",
        "1e999",
        "9".repeat(400),
        "&a [*a, *a]",
        "*a",
        "!!java.net.URL x",
        "? ",
        "- ",
        ": ",
        "|\n",
        "<<: ",
        "\t",
        "'",
        "kind: rating\n",
        "constant: [",
        "time: yyyy",
        "time: QQQQ",
        "codes: {a: b}\n",
        " ".repeat(300),
        "2026-02-30 25:61:61"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"national-ratings.yaml", "national-cases.yaml"})
    void noMappingBringsItsReaderDown(String example) throws Exception {
        byte[] good = Files.readAllBytes(EXAMPLES.resolve(example));
        Random random = new Random(SEED);
        Path file = folder.resolve("mapping.yaml");
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            Files.write(file, mutated(good, random));
            try {
                MappingFile.read(file);
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).contains("mapping.yaml").doesNotContain("Exception");
                refused++;
            } catch (Throwable other) {
                throw failed(i, file, other);
            }
        }
        assertThat(refused).isBetween(INPUTS / 4, INPUTS - INPUTS / 20);
    }

    @ParameterizedTest
    @CsvSource({"national-ratings", "national-cases"})
    void noCsvFileBringsItsReaderDown(String example) throws Exception {
        everyLineIsMappedOrRefused(
                MappingFile.read(EXAMPLES.resolve(example + ".yaml")),
                Files.readAllBytes(EXAMPLES.resolve(example + ".csv")),
                Format.CSV,
                Charset.forName("GB18030"));
    }

    @Test
    void noFileOfJsonLinesBringsItsReaderDown() throws Exception {
        Path mapping = Files.writeString(folder.resolve("json.yaml"), """
                records:
                  - kind: rating
                    fields:
                      issuingSystem: {constant: city}
                      caseNumber: {column: no}
                      codeSystem: {constant: platform}
                      level: {column: level}
                      ratedAt: {column: at, time: iso}
                      tags: {column: tags}
                """);
        String lines = """
                {"no": "A-1", "level": "5", "at": "2026-10-03T09:00:00+08:00", "tags": ["108", "214"]}
                {"no": "A-2", "level": 1, "at": "2026-10-03T09:00:00+08:00", "tags": [], "more": {"a": [1, 2.5e3, true, null]}}
                {"no": "A-3", "level": "3", "at": "2026-10-03T09:00:00+08:00"}
                """;
        everyLineIsMappedOrRefused(
                MappingFile.read(mapping),
                lines.getBytes(StandardCharsets.UTF_8),
                Format.JSONL,
                StandardCharsets.UTF_8);
    }

    private void everyLineIsMappedOrRefused(Mapping mapping, byte[] good, Format format, Charset charset)
            throws Exception {
        Random random = new Random(SEED);
        Path path = folder.resolve("file");
        Count count = new Count();
        for (int i = 0; i < INPUTS; i++) {
            Files.write(path, mutated(good, random));
            InputFile file = new InputFile(path, format, charset, ',', mapping.header());
            try {
                read(file, mapping, count);
            } catch (Refusal refusal) {
                assertThat(refusal.getMessage()).contains(path.toString()).doesNotContain("Exception");
                count.files++;
            } catch (Throwable other) {
                throw failed(i, path, other);
            }
        }
        assertThat(count.mapped).isGreaterThan(INPUTS / 2);
        assertThat(count.refused).isGreaterThan(INPUTS / 10);
    }

    private static void read(InputFile file, Mapping mapping, Count count) throws IOException, Refusal {
        file.check();
        try (MappedLines lines = new MappedLines(file, mapping, false, Long.MAX_VALUE, (record, value) -> true)) {
            while (lines.next(count)) {
                count.lines++;
            }
        }
        assertThat(count.mapped + count.refused).isEqualTo(count.lines);
    }

    private static final class Count implements MappedLines.Sink {
        private long lines;
        private long mapped;
        private long refused;
        private long files;

        @Override
        public void mapped(long line, List<MappedLines.Encoded> records) {
            mapped++;
        }

        @Override
        public void refused(long line, String raw, Reason reason, String column) {
            assertThat(reason).isNotNull();
            refused++;
        }
    }

    private static AssertionError failed(int input, Path file, Throwable other) throws IOException {
        return new AssertionError(
                "input " + input + " of seed " + SEED + ": " + Files.readString(file, StandardCharsets.ISO_8859_1),
                other);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] changed = bytes;
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            changed = mutatedOnce(changed, random);
        }
        return changed;
    }

    private static byte[] mutatedOnce(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> out.writeBytes(STRANGE[random.nextInt(STRANGE.length)].getBytes(StandardCharsets.UTF_8));
            case 1 -> out.write(random.nextInt(256));
            // What stands there stands there twice.
            case 2 -> out.write(bytes, from, to - from);
            default -> {}
        }
        if (random.nextBoolean()) {
            to = from;
        }
        out.write(bytes, to, bytes.length - to);
        return out.size() == 0 ? new byte[] {'x'} : out.toByteArray();
    }
}
