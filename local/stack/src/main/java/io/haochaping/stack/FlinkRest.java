package io.haochaping.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Flink's REST interface: JSON in, JSON out. Nothing is retried here; who waits, waits with {@link Await}. */
final class FlinkRest {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** Running a jar runs its main method, which may migrate a store and ask a broker before it submits. */
    private static final Duration SUBMIT_LIMIT = Duration.ofMinutes(3);

    private static final String BOUNDARY = "haochaping-jar";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    FlinkRest(String url) {
        this.url = url;
    }

    JsonNode get(String path) throws IOException {
        return send(request(path, ANSWER_LIMIT).GET());
    }

    JsonNode post(String path, ObjectNode body) throws IOException {
        return send(request(path, SUBMIT_LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    void patch(String path) throws IOException {
        send(request(path, ANSWER_LIMIT).method("PATCH", BodyPublishers.noBody()));
    }

    /** Returns the id under which the uploaded jar can be run. */
    String upload(Path jar) throws IOException {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        JsonNode answer = send(request("/jars/upload", SUBMIT_LIMIT)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body));
        return Path.of(answer.path("filename").asText()).getFileName().toString();
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(limit);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(request.method() + " " + request.uri() + " was answered with "
                        + response.statusCode() + ": " + reason(response.body()));
            }
            return json.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + request.uri(), interrupted);
        }
    }

    private String reason(String body) throws IOException {
        try {
            JsonNode errors = json.readTree(body).path("errors");
            StringBuilder text = new StringBuilder();
            errors.forEach(error -> text.append(error.asText()).append('\n'));
            return text.isEmpty() ? body : text.toString().strip();
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            return body;
        }
    }
}
