package io.haochaping.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Asks the dashboard what its page asks. */
final class PageProbe {

    private static final int LIMIT_MILLIS = 5_000;

    private final String address;
    private final ObjectMapper json = new ObjectMapper();

    PageProbe(String address) {
        this.address = address;
    }

    /** How many records the figures on the page are made from; empty as long as there are none. */
    Optional<Long> recordsReceived() throws IOException {
        return cut().map(cut -> cut.at("/equation/received").asLong()).filter(records -> records > 0);
    }

    /** The cut that the page shows; empty where there is none yet. */
    Optional<JsonNode> cut() throws IOException {
        return get("/api/cut");
    }

    /** HttpURLConnection, because the newer client takes a thread pool and 20 MB for one question a minute. */
    private Optional<JsonNode> get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            return Optional.of(json.readTree(connection.getInputStream()));
        } finally {
            connection.disconnect();
        }
    }
}
