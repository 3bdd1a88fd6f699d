package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Left out where this user may not mount; the command refuses these faults there. */
class SmallDiskTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskTakesNothingAndAFreedOneDoes() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "this user may not mount");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 2)) {
            Path other = disk.folder().resolve("other");
            Files.write(other, new byte[1024 * 1024]);
            assertThat(SmallDisk.megabytes(disk.folder())).isEqualTo(2);

            disk.fill();
            assertThatThrownBy(() -> Files.write(disk.folder().resolve("late"), new byte[1]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            Files.delete(other);
            disk.fill();
            assertThatThrownBy(() -> Files.write(disk.folder().resolve("later"), new byte[1]))
                    .as("what became free is taken, too")
                    .isInstanceOf(IOException.class);

            disk.free();
            Files.write(other, new byte[1024 * 1024]);
        }
        assertThat(folder.resolve("disk")).isEmptyDirectory();
    }
}
