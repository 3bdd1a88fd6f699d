package io.haochaping.exclusions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator may type, and what is said of the rest. */
final class OptionsTest {
    private static final List<String> DECISION =
            List.of("--system", "s", "--case", "C1", "--number", "D1", "--reason", "刷好评", "--author", "desk");

    @Test
    void meanInputsGetSentencesAndTwo() throws Exception {
        refused("did you mean list", "lst");
        refused("did you mean --author", "add", "--autor", "x");
        refused("\"C1\" is no option", "add", "C1");
        refused("list takes no --reason", "list", "--reason", "x");
        refused("propose takes no --number", "propose", "--number", "x");
        refused("list takes no --dry-run", "list", "--dry-run");
        refused("did you mean many-by-rater", "propose", "--signal", "many-by-ratter");
        refused("takes a day", "propose", "--from", "yesterday");
        refused("takes one of standing", "list", "--status", "open");
        refused("takes one of utf-8", "add", "--file", "x.csv", "--charset", "latin1");
        refused("The case number is missing", "add", "--number", "D1", "--reason", "x", "--author", "y");
        refused("a number alone names no case", without("--system"));
        refused("The number of the decision", without("--number"));
        refused("The reason (--reason", without("--reason"));
        refused("The author (--author", without("--author"));
        refused("The author (--author", "revoke", "--number", "D1", "--reason", "x");
        refused("The ordinal is a whole number from 1", with("--ordinal", "0"));
        refused("not both", with("--file", "x.csv"));
        refused("500 characters at most", changed("--reason", "y".repeat(501)));
        refused("1 to 128 characters", changed("--number", "y".repeat(129)));
    }

    @Test
    void aReasonThatHoldsPersonalDataIsRefusedWithoutRepeatingIt() throws Exception {
        String said = refused("personal data from its character 5 on", changed("--reason", "联系电话13812345678"));
        assertThat(said).doesNotContain("13812345678");
    }

    @Test
    void theUsageIsAPromise() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = Exclusions.run(
                List.of("--help"),
                Map.of(),
                Clock.systemUTC(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(golden("exclusions-usage.txt"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = OptionsTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String[] without(String option) {
        List<String> words = new ArrayList<>(DECISION);
        int at = words.indexOf(option);
        words.remove(at);
        words.remove(at);
        words.add(0, "add");
        return words.toArray(String[]::new);
    }

    private static String[] with(String option, String value) {
        List<String> words = new ArrayList<>(DECISION);
        words.add(0, "add");
        words.addAll(List.of(option, value));
        return words.toArray(String[]::new);
    }

    private static String[] changed(String option, String value) {
        List<String> words = new ArrayList<>(DECISION);
        words.set(words.indexOf(option) + 1, value);
        words.add(0, "add");
        return words.toArray(String[]::new);
    }

    private static String refused(String sentence, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--config", "no such file"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Exclusions.run(
                all,
                Map.of(),
                Clock.systemUTC(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(String.join(" ", arguments)).isEqualTo(2);
        assertThat(said).contains(sentence);
        assertThat(said.lines()).as("both languages").hasSize(2);
        assertThat(out.size()).isZero();
        return said;
    }
}
