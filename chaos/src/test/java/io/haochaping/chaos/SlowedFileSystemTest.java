package io.haochaping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowedFileSystemTest {
    private static final long LATE_MILLIS = 300;

    @TempDir
    Path folder;

    @Test
    void aFileBeginsLateAndEndsLateWhileTheOtherFileIsThere() throws Exception {
        Path slowWhile = folder.resolve("slow-while");
        SlowedFileSystem slowed = new SlowedFileSystem(slowWhile, LATE_MILLIS);

        assertThat(millisToWrite(slowed, "quick")).isLessThan(2 * LATE_MILLIS);
        assertThat(SlowStorage.late(slowWhile)).doesNotExist();
        Files.createFile(slowWhile);
        assertThat(millisToWrite(slowed, "slow")).isGreaterThanOrEqualTo(2 * LATE_MILLIS);
        assertThat(SlowStorage.late(slowWhile)).exists();
        assertThat(folder.resolve("quick")).hasContent("seven");
        assertThat(folder.resolve("slow")).hasContent("seven");
    }

    private long millisToWrite(SlowedFileSystem slowed, String name) throws Exception {
        long start = System.nanoTime();
        String uri = SlowStorage.SCHEME + "://" + folder.resolve(name);
        try (FSDataOutputStream out = slowed.create(new org.apache.flink.core.fs.Path(uri), WriteMode.NO_OVERWRITE)) {
            out.write("seven".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
