package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final long GIBIBYTE = 1024L * 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void aFolderThatAnotherRunHasIsRefusedInTheUsersLanguage() {
        DataFolder held = DataFolder.lock(folder, Language.ENGLISH);

        assertThat(held.isLocked()).isTrue();
        assertThatThrownBy(() -> DataFolder.lock(folder, Language.ENGLISH))
                .isInstanceOf(StackFailure.class)
                .hasMessage("another run uses " + folder + "; stop it first, or give --data another folder");
        assertThatThrownBy(() -> DataFolder.lock(folder, Language.CHINESE))
                .hasMessage("另一个运行正在使用 " + folder + "；请先停止它，或用 --data 指定其他目录");
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        // The superuser may write anywhere, but not below a file.
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.lock(file.resolve("data"), Language.ENGLISH))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("cannot write to " + file.resolve("data") + " (a part of the path is a file)")
                .hasMessageContaining("give --data a folder that is yours");
        assertThatThrownBy(() -> DataFolder.lock(file, Language.CHINESE))
                .hasMessageContaining("无法写入 " + file + "（它是文件）");
    }

    @Test
    void aDiskThatIsNearlyFullIsRefusedWithWhatIsLeftAndWhatIsNeeded() {
        DataFolder held = DataFolder.lock(folder, Language.ENGLISH);

        assertThatThrownBy(() -> held.requireSpace(GIBIBYTE, GIBIBYTE / 8))
                .isInstanceOf(StackFailure.class)
                .hasMessage("the disk of " + folder + " has 128 MB left, and 1024 MB are needed; free some, or give"
                        + " --data a folder on another disk");
        assertThatCode(() -> held.requireSpace(GIBIBYTE, GIBIBYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> held.requireSpace(Long.MAX_VALUE)).hasMessageContaining("MB left");
    }
}
