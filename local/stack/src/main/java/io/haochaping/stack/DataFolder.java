package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that holds everything a run keeps. Two runs on one folder would write over each other's data, so the first locks
 * it; the lock goes when the process ends, however it ends.
 */
public final class DataFolder {

    private static final long MEBIBYTE = 1024 * 1024;

    private final Path path;
    private final Language language;

    /** Never closed: a channel that is collected would give the lock back. */
    private final FileChannel lock;

    private DataFolder(Path path, Language language, FileChannel lock) {
        this.path = path;
        this.language = language;
        this.lock = lock;
    }

    /** @throws StackFailure where the folder cannot be made or written to, or another run has it */
    public static DataFolder lock(Path folder, Language language) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(path, language);
            }
            return new DataFolder(path, language, channel);
        } catch (OverlappingFileLockException taken) {
            throw taken(path, language);
        } catch (IOException refused) {
            throw new StackFailure(
                    language.choose(
                            "cannot write to " + path + " (" + Unwritable.reason(refused, language)
                                    + "); give --data a folder that is yours",
                            "无法写入 " + path + "（" + Unwritable.reason(refused, language) + "）；请用 --data 指定可写的目录"),
                    refused);
        }
    }

    /** Whether a run has the folder now. */
    static boolean isTaken(Path folder) {
        Path file = folder.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException taken) {
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path path() {
        return path;
    }

    /** Whether this process has the folder; always, until it ends. */
    boolean isLocked() {
        return lock.isOpen();
    }

    /** @throws StackFailure where less is left on its disk */
    public void requireSpace(long bytes) {
        try {
            requireSpace(bytes, Files.getFileStore(path).getUsableSpace());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void requireSpace(long bytes, long left) {
        if (left < bytes) {
            throw new StackFailure(language.choose(
                    "the disk of " + path + " has " + left / MEBIBYTE + " MB left, and " + bytes / MEBIBYTE
                            + " MB are needed; free some, or give --data a folder on another disk",
                    path + " 所在磁盘仅剩 " + left / MEBIBYTE + " MB，至少需要 " + bytes / MEBIBYTE
                            + " MB；请清理磁盘，或用 --data 指定其他磁盘上的目录"));
        }
    }

    private static StackFailure taken(Path path, Language language) {
        return new StackFailure(language.choose(
                "another run uses " + path + "; stop it first, or give --data another folder",
                "另一个运行正在使用 " + path + "；请先停止它，或用 --data 指定其他目录"));
    }
}
