package io.haochaping.chaos;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The folders of this machine under another scheme; while a certain file is there, every file that is written begins late and ends late. Runs inside the processes of the cluster. */
final class SlowedFileSystem extends FileSystem {
    private final LocalFileSystem folders = new LocalFileSystem();
    private final java.nio.file.Path slowWhile;
    private final long lateMillis;

    SlowedFileSystem(java.nio.file.Path slowWhile, long lateMillis) {
        this.slowWhile = slowWhile;
        this.lateMillis = lateMillis;
    }

    private void beLate() throws IOException {
        if (Files.exists(slowWhile)) {
            try {
                Thread.sleep(lateMillis);
                Files.writeString(SlowStorage.late(slowWhile), "");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while writing slowly");
            }
        }
    }

    @Override
    public FSDataOutputStream create(Path file, WriteMode mode) throws IOException {
        beLate();
        return new LateOutput(folders.create(file, mode));
    }

    private final class LateOutput extends FSDataOutputStream {
        private final FSDataOutputStream out;

        LateOutput(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() throws IOException {
            return out.getPos();
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void sync() throws IOException {
            out.sync();
        }

        @Override
        public void close() throws IOException {
            beLate();
            out.close();
        }
    }

    @Override
    public Path getWorkingDirectory() {
        return folders.getWorkingDirectory();
    }

    @Override
    public Path getHomeDirectory() {
        return folders.getHomeDirectory();
    }

    @Override
    public URI getUri() {
        return URI.create(SlowStorage.SCHEME + ":///");
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        return folders.getFileStatus(file);
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) throws IOException {
        return folders.getFileBlockLocations(file, start, length);
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        return folders.open(file, bufferSize);
    }

    @Override
    public FSDataInputStream open(Path file) throws IOException {
        return folders.open(file);
    }

    @Override
    public FileStatus[] listStatus(Path folder) throws IOException {
        return folders.listStatus(folder);
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
        return folders.delete(file, recursive);
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
        return folders.mkdirs(folder);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return folders.rename(from, to);
    }

    @Override
    public boolean isDistributedFS() {
        return false;
    }
}
