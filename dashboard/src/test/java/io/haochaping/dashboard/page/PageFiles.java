package io.haochaping.dashboard.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the page as they are served. */
final class PageFiles {
    private static final String FOLDER = "/haochaping/dashboard/page/";

    private PageFiles() {}

    static List<String> names() {
        try (Stream<Path> files =
                Files.list(Path.of(PageFiles.class.getResource(FOLDER).toURI()))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the page's folder cannot be listed", e);
        }
    }

    static String text(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
