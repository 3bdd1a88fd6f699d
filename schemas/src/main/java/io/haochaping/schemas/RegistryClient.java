package io.haochaping.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.schemas.RegistryIds.Listed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Fetches listed schemas from a registry that speaks Confluent's {@code GET /schemas/ids/{id}}, each once. Serves many
 * threads.
 */
public final class RegistryClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;
    private final Map<Listed, Schema> fetched = new ConcurrentHashMap<>();

    /**
     * @param base address under which {@code schemas/ids/{id}} lies, with or without a slash at its end
     * @param timeout for connecting, and again for the whole answer
     */
    public RegistryClient(URI base, Duration timeout) {
        this.base = URI.create(base.toString().replaceFirst("/*$", "/"));
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * The writer schema behind a listed id.
     *
     * @throws RegistryUnreachable where asking again later may help
     * @throws RegistrySchemaRefused where it does not: id unknown to the registry, not Avro, another fingerprint than
     *     the listed one, or a schema that the current one of the listed type cannot read
     */
    public Schema schema(Listed listed) throws RegistryUnreachable {
        Schema known = fetched.get(listed);
        if (known == null) {
            URI url = base.resolve("schemas/ids/" + listed.id());
            known = accepted(url, listed, parsed(url, body(url, listed)));
            fetched.put(listed, known);
        }
        return known;
    }

    private String body(URI url, Listed listed) throws RegistryUnreachable {
        HttpResponse<String> response = answer(url);
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            throw new RegistryUnreachable(url, "it answers with status " + status, null);
        }
        if (status == 404) {
            throw new RegistrySchemaRefused(
                    url,
                    "the registry knows no id %d, though the decision set lists it as %s. Register the schema there, or take the id off the list."
                            .formatted(listed.id(), listed.type().id()));
        }
        if (status != 200) {
            throw new RegistrySchemaRefused(url, "the registry answers with status " + status + " instead of 200.");
        }
        return response.body();
    }

    private HttpResponse<String> answer(URI url) throws RegistryUnreachable {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new RegistryUnreachable(url, finding(failed), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RegistryUnreachable(url, "interrupted while waiting for its answer", stopped);
        }
    }

    /** A refused connection carries no message of its own. */
    private static String finding(IOException failed) {
        String message = failed.getMessage();
        return failed.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
    }

    private static Schema parsed(URI url, String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            String kind = answer.path("schemaType").asText("AVRO");
            if (!kind.equals("AVRO")) {
                throw new RegistrySchemaRefused(url, "it is of type " + kind + ", only AVRO is read.");
            }
            if (!answer.path("references").isEmpty()) {
                throw new RegistrySchemaRefused(
                        url, "it refers to other schemas of the registry. Register it whole, with its types inside.");
            }
            if (!answer.path("schema").isTextual()) {
                throw new RegistrySchemaRefused(url, "the answer has no text \"schema\". Is this a schema registry?");
            }
            return new Schema.Parser().parse(answer.path("schema").asText());
        } catch (JsonProcessingException | SchemaParseException unreadable) {
            throw new RegistrySchemaRefused(url, "it cannot be parsed: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Schema accepted(URI url, Listed listed, Schema schema) {
        long fingerprint = Fingerprints.of(schema);
        if (listed.fingerprint() != fingerprint) {
            throw new RegistrySchemaRefused(
                    url,
                    "its fingerprint is %s, the decision set lists %s for id %d. The registry was rebuilt or the list is wrong."
                            .formatted(
                                    Fingerprints.hex(fingerprint),
                                    Fingerprints.hex(listed.fingerprint()),
                                    listed.id()));
        }
        List<String> problems = SchemaEvolution.unreadable(
                listed.type().current(), schema, "the current " + listed.type().id(), "it");
        if (!problems.isEmpty()) {
            throw new RegistrySchemaRefused(url, String.join("; ", problems));
        }
        return schema;
    }
}
