package io.haochaping.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.configuration.ConfigProblem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files that no operator would write: each is read, or refused in sentences. */
class HostileConfigTest {
    /** {@code -Dhostile.configs=20000} for a longer look. */
    private static final int INPUTS = Integer.getInteger("hostile.configs", 3_000);

    private static final String[] STRANGE = {
        "&a [*a, *a]",
        "*a",
        "!!java.net.URL x",
        "? ",
        "- ",
        ": ",
        "|\n",
        ">\n",
        "{",
        "}",
        "[",
        "]",
        "\t",
        "\"",
        "'",
        "%YAML 9",
        "---\n",
        "...\n",
        "\0",
        "\uFEFF",
        "9".repeat(400),
        "-1",
        "1e999",
        ".nan",
        "2026-02-30",
        "null",
        "~",
        "<<: ",
        "live",
        "live.live.live: x\n",
        " ".repeat(300),
        "kafka: []\n"
    };

    @TempDir
    Path folder;

    @Test
    void noTextBringsTheReaderDown() throws Exception {
        byte[] released = Files.readAllBytes(Path.of(
                HostileConfigTest.class.getResource("/golden-config/v1.yaml").toURI()));
        long seed = Long.getLong("hostile.seed", 20_261_003L);
        Random random = new Random(seed);
        Path file = folder.resolve("live.yaml");
        int read = 0;
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            Files.write(file, mutated(released, random));
            try {
                LiveConfig.load(file, Map.of());
                read++;
            } catch (ConfigProblem problem) {
                assertThat(problem.getMessage()).isNotBlank().doesNotContain("Exception");
                refused++;
            } catch (Throwable other) {
                throw new AssertionError(
                        "input " + i + " of seed " + seed + ": " + Files.readString(file, StandardCharsets.ISO_8859_1),
                        other);
            }
        }
        assertThat(read).as("read, of %s", INPUTS).isGreaterThan(INPUTS / 20);
        assertThat(refused).as("refused, of %s", INPUTS).isGreaterThan(INPUTS / 4);
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
