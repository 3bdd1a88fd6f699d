package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Answer;
import io.haochaping.domain.bytes.Hash64;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page and the one library that it uses, from the class path and from nowhere else. */
final class Pages {
    private static final String FOLDER = "/haochaping/dashboard/page";
    private static final String ECHARTS = "/lib/echarts.esm.min.js";
    /** No dot but before an ending, so no path leads out of the folder. */
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9-]{1,64}){0,4}(/|(\\.[a-z0-9-]{1,16}){1,3})");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "woff2", "font/woff2",
            "png", "image/png");

    private final Map<String, Answer> read = new ConcurrentHashMap<>();

    /** Empty: there is no such file. */
    Optional<Answer> file(String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        String file = path.endsWith("/") ? path + "index.html" : path;
        Answer kept = read.get(file);
        if (kept != null) {
            return Optional.of(kept);
        }
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        Optional<byte[]> bytes = type == null ? Optional.empty() : bytes(resource(file));
        bytes.ifPresent(body -> read.put(file, answer(body, type)));
        return Optional.ofNullable(read.get(file));
    }

    private static String resource(String file) {
        return file.equals(ECHARTS) ? echarts() : FOLDER + file;
    }

    /** The folder of a WebJar has its version in its name, which only its build knows. */
    private static String echarts() {
        Properties built = new Properties();
        bytes("/META-INF/maven/org.webjars/echarts/pom.properties").ifPresent(properties -> {
            try (InputStream in = new ByteArrayInputStream(properties)) {
                built.load(in);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
        return "/META-INF/resources/webjars/echarts/" + built.getProperty("version") + "/echarts.esm.min.js";
    }

    private static Answer answer(byte[] body, String type) {
        String tag = '"' + HexFormat.of().toHexDigits(Hash64.of(body, 0, body.length, 0)) + '"';
        return new Answer(body, type, Optional.of(tag), Optional.empty());
    }

    private static Optional<byte[]> bytes(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
