package io.haochaping.produce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What a file system says of a file without reading it. The same stamp spares comparing the bytes; another one proves nothing. */
record FileStamp(long size, FileTime changedAt) {
    static FileStamp of(Path file) throws IOException {
        return new FileStamp(Files.size(file), Files.getLastModifiedTime(file));
    }
}
