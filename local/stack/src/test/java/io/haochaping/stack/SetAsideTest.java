package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetAsideTest {

    @TempDir
    Path folder;

    @Test
    void whatWasSetAsideIsKnownToTheNextProcessUntilItIsForgotten() {
        Path file = folder.resolve("set-aside");
        assertThat(new SetAside(file).read()).isEmpty();

        new SetAside(file).write(Set.of("file:///a/savepoint-1/", "file:///a/chk-9/"));
        new SetAside(file).write(Set.of("file:///a/savepoint-1/", "file:///a/chk-12/"));

        assertThat(new SetAside(file).read()).containsExactlyInAnyOrder("file:///a/savepoint-1/", "file:///a/chk-12/");
        new SetAside(file).forget();
        new SetAside(file).forget();
        assertThat(new SetAside(file).read()).isEmpty();
    }
}
