package io.haochaping.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator may type, and what is said of the rest. */
final class OptionsTest {

    @Test
    void meanInputsGetSentencesAndTwo() throws Exception {
        refused("did you mean list", "lst");
        refused("did you mean undecodable", "list", "--reason", "undecodeable");
        refused("did you mean --author", "redrive", "a/0/0", "--autor", "x");
        refused("Say with --author", "redrive", "a/0/0");
        refused("needs its reason", "discard", "a/0/0", "--author", "x");
        refused("not both", "redrive", "--author", "x");
        refused("not both", "redrive", "a/0/0", "--topic", "t", "--author", "x");
        refused("takes the place of one record", "show");
        refused("takes the place of one record", "show", "a/0/0", "a/0/1");
        refused("list takes filters", "list", "a/0/0");
        refused("takes a day", "list", "--from", "yesterday");
        refused("takes one of open", "list", "--status", "closed");
        refused("no place of a record", "show", "a/0");
        refused("A discard needs its reason", "discard", "a/0/0", "--author", "x", "--because", " ");
        refused("500 characters at most", "discard", "a/0/0", "--author", "x", "--because", "y".repeat(501));
        refused("lacks its value", "list", "--reason");
    }

    private static void refused(String sentence, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--config", "no such file"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Quarantine.run(
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
    }
}
