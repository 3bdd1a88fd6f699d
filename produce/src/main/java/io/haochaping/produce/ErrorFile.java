package io.haochaping.produce;

import io.haochaping.produce.input.Reason;
import io.haochaping.produce.say.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * The lines that were refused, with reason and raw text, as CSV (UTF-8 with byte-order mark, so that spreadsheets read the Chinese). It may hold personal data: only its owner may
 * read it. It is made anew by every run, from the first line of the input on, so that it never lacks a line or names one twice; where no line is refused there is none.
 */
final class ErrorFile implements AutoCloseable {
    static final String HEADER = "line,column,reason,english,chinese,raw\r\n";

    private static final byte[] BEGINNING = ("\uFEFF" + HEADER).getBytes(StandardCharsets.UTF_8);
    private static final int WRITE_FROM = 1 << 16;

    private final Path path;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private FileChannel channel;

    private ErrorFile(Path path) {
        this.path = path;
    }

    /**
     * Takes an earlier error file away.
     *
     * @throws Refusal where another file stands in its place
     */
    static ErrorFile at(Path path) throws Refusal {
        ErrorFile file = new ErrorFile(path);
        try {
            if (Files.isDirectory(path)) {
                throw Refusal.wrongUse(path + " is a directory: --errors takes a file.", path + " 是目录：--errors 应为文件。");
            }
            if (Files.isRegularFile(path)) {
                file.removeOwn();
            }
        } catch (IOException failure) {
            throw file.unwritable(failure);
        }
        return file;
    }

    private void removeOwn() throws IOException, Refusal {
        byte[] first;
        try (InputStream in = Files.newInputStream(path)) {
            first = in.readNBytes(BEGINNING.length);
        }
        if (first.length > 0 && !Arrays.equals(first, BEGINNING)) {
            throw Refusal.wrongUse(
                    path
                            + " is there already and is no error file of this command: move it away, or name another with --errors.",
                    path + " 已存在且不是本命令的错误文件：请移走它，或用 --errors 指定其他文件。");
        }
        Files.delete(path);
    }

    void add(long line, String column, Reason reason, String raw) throws Refusal {
        String row = line + "," + quoted(column) + "," + reason.code() + ","
                + quoted(reason.sentence().english()) + ","
                + quoted(reason.sentence().chinese()) + "," + quoted(raw)
                + "\r\n";
        waiting.writeBytes(row.getBytes(StandardCharsets.UTF_8));
        if (waiting.size() > WRITE_FROM) {
            flush();
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** On disk when this returns: a line is never passed by for good before its refusal is. */
    void flush() throws Refusal {
        if (waiting.size() == 0) {
            return;
        }
        try {
            if (channel == null) {
                channel = open();
                write(BEGINNING);
            }
            write(waiting.toByteArray());
            waiting.reset();
            if (Files.isRegularFile(path)) {
                channel.force(false);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private FileChannel open() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private Refusal unwritable(IOException failure) {
        String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Refusal.failure(
                "The error file " + path + " cannot be written (" + why
                        + "). Make room, or name another place with --errors, and run the command again: it goes on where it"
                        + " stopped.",
                "无法写入错误文件 " + path + "（" + why + "）。请腾出空间或用 --errors 指定其他位置，然后再次运行：将从停止处继续。");
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
