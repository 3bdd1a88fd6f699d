package io.haochaping.benchmarks;

import io.haochaping.stack.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** PostgreSQL with the settings that {@code deploy/postgresql/haochaping.conf} gives to operations, for whoever is measured. */
public final class ProvinceStore {
    private static final String SETTINGS = "/haochaping/benchmarks/postgresql/haochaping.conf";

    private ProvinceStore() {}

    /** Starts a server in a folder; one used before keeps its data and the settings that it began with. */
    public static PostgresServer start(Path folder) {
        try (InputStream settings = ProvinceStore.class.getResourceAsStream(SETTINGS)) {
            return PostgresServer.start(folder, new String(settings.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
