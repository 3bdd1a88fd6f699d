package io.haochaping.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorePointTest {

    @TempDir
    Path folder;

    @Test
    void theNewestCompleteOneIsTakenWhereverItLies() throws IOException {
        Path savepoints = folder.resolve("savepoints");
        Path checkpoints = folder.resolve("checkpoints");
        write(savepoints.resolve("savepoint-a/_metadata"), 100);
        write(checkpoints.resolve("job/chk-7/_metadata"), 200);
        write(checkpoints.resolve("job/chk-8/part"), 300);

        assertThat(RestorePoint.newest(Set.of(), savepoints, checkpoints))
                .contains(checkpoints.resolve("job/chk-7").toUri().toString());
    }

    @Test
    void whatWasThereBeforeARunFromScratchDoesNotCount() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        write(checkpoints.resolve("former/chk-9/_metadata"), 200);
        Set<String> former = RestorePoint.all(checkpoints);

        assertThat(RestorePoint.newest(former, checkpoints)).isEmpty();

        // A clock that was set back: it is not the time that tells them apart.
        write(checkpoints.resolve("own/chk-1/_metadata"), 100);
        assertThat(RestorePoint.newest(former, checkpoints))
                .contains(checkpoints.resolve("own/chk-1").toUri().toString());
    }

    @Test
    void aFirstRunHasNone() {
        assertThat(RestorePoint.newest(Set.of(), folder.resolve("savepoints"), folder.resolve("checkpoints")))
                .isEmpty();
    }

    @Test
    void whatAKillLeftHalfWrittenIsRemovedWithTheRest() throws IOException {
        Path savepoints = folder.resolve("savepoints");
        Path checkpoints = folder.resolve("checkpoints");
        write(savepoints.resolve("savepoint-a/part"), 100);
        write(checkpoints.resolve("former/chk-9/_metadata"), 200);
        write(checkpoints.resolve("former/chk-10/part"), 300);

        RestorePoint.allBegun(savepoints, checkpoints).forEach(RestorePoint::delete);

        assertThat(savepoints).isEmptyDirectory();
        assertThat(checkpoints.resolve("former")).isEmptyDirectory();
    }

    @Test
    void oneThatIsRemovedIsGoneAndTheOthersStay() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        write(checkpoints.resolve("former/chk-9/_metadata"), 200);
        Set<String> former = RestorePoint.all(checkpoints);
        write(checkpoints.resolve("own/chk-1/_metadata"), 300);

        former.forEach(RestorePoint::delete);

        assertThat(RestorePoint.all(checkpoints))
                .containsExactly(checkpoints.resolve("own/chk-1").toUri().toString());
    }

    private static void write(Path file, long writtenAtSecond) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(writtenAtSecond * 1000));
    }
}
