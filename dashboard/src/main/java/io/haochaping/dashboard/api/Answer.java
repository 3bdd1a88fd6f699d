package io.haochaping.dashboard.api;

import java.util.Optional;

/**
 * A finished answer.
 *
 * @param tag for ETag, quoted; empty: never to be cached
 * @param fileName under which a browser should save it; empty: it should show it
 */
public record Answer(byte[] body, String contentType, Optional<String> tag, Optional<String> fileName) {
    public static final String JSON = "application/json";
    static final String CSV = "text/csv;charset=utf-8";
}
