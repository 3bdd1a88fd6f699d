package io.haochaping.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.stack.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void makeAJar() throws IOException {
        jar = Files.writeString(folder.resolve("job.jar"), "");
    }

    @Test
    void withoutOptionsThereIsAHistoryAndThePageIsOnPort8080() {
        DemoOptions options = of(Language.ENGLISH);

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.historyCases()).isEqualTo(24_000);
        assertThat(options.open()).isFalse();
        assertThat(options.data()).isAbsolute().hasFileName(".haochaping-demo");
    }

    @Test
    void everyOptionIsHeard() {
        DemoOptions options = of(Language.ENGLISH, "--data", "here", "--port", "9000", "--no-history", "--open");

        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.historyCases()).isZero();
        assertThat(options.open()).isTrue();
        assertThat(options.data()).isAbsolute().hasFileName("here");
    }

    @Test
    void wrongUseIsRefusedInTheUsersLanguage() {
        assertThatThrownBy(() -> of(Language.ENGLISH, "--prot", "1"))
                .hasMessage("unknown option --prot; there are --data, --port, --no-history and --open");
        assertThatThrownBy(() -> of(Language.CHINESE, "--data")).hasMessage("--data 需要一个值");
        assertThatThrownBy(() -> of(Language.ENGLISH, "--port", "eighty"))
                .hasMessage("--port takes a number from 1 to 65535, not \"eighty\"");
        assertThatThrownBy(() -> of(Language.ENGLISH, "--port", "70000")).hasMessageContaining("not \"70000\"");
        assertThatThrownBy(() -> DemoOptions.of(List.of("--jar", folder + "/none.jar"), Language.ENGLISH))
                .hasMessage("no job in " + folder + "/none.jar");
    }

    private DemoOptions of(Language language, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--jar", jar.toString()));
        all.addAll(List.of(arguments));
        return DemoOptions.of(all, language);
    }
}
