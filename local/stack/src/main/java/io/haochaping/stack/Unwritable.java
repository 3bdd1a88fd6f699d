package io.haochaping.stack;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a folder cannot be written to, in words. */
final class Unwritable {

    private Unwritable() {}

    static String reason(IOException refused, Language language) {
        if (refused instanceof FileAlreadyExistsException) {
            return language.choose("it is a file", "它是文件");
        }
        if (refused instanceof AccessDeniedException) {
            return language.choose("no permission", "没有权限");
        }
        if (refused instanceof NoSuchFileException) {
            return language.choose("no folder can be made there", "无法在该处创建目录");
        }
        String said = refused instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(refused.getMessage());
        return switch (said) {
            case "Read-only file system" -> language.choose("it is read-only", "文件系统只读");
            case "No space left on device" -> language.choose("no space is left on its disk", "磁盘已满");
            case "Not a directory" -> language.choose("a part of the path is a file", "路径中有一段是文件");
            default -> said;
        };
    }
}
