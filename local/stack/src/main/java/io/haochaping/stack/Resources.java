package io.haochaping.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files this module carries in its jar. */
final class Resources {

    private Resources() {}

    static void copy(String name, Path to) {
        try (InputStream from = Resources.class.getResourceAsStream("/haochaping/stack/" + name)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
