package io.haochaping.produce;

import io.haochaping.produce.say.Language;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a run of the command came to. */
record Said(int exitCode, String out, String err) {
    static Said by(Object... arguments) {
        return in(Language.ENGLISH, arguments);
    }

    static Said in(Language language, Object... arguments) {
        List<String> given = new ArrayList<>();
        for (Object argument : arguments) {
            given.add(argument.toString());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Produce.run(
                given,
                language,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new AtomicBoolean());
        return new Said(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The command with everything it needs, and more arguments. */
    static Said sending(Path file, Path mapping, String topic, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "--file", file, "--mapping", mapping, "--topic", topic, "--bootstrap-servers", TestBroker.servers()));
        arguments.addAll(List.of(more));
        return by(arguments.toArray());
    }

    String all() {
        return out + err;
    }
}
