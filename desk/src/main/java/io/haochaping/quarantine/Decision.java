package io.haochaping.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person decided about a refused record. The record stays in the quarantine and in the equation either way.
 *
 * @param of the refused record, topic/partition/offset
 * @param to of a redrive, where the new record lies; empty: discarded
 * @param reason of a discard; a redrive may have none
 * @param author who decided
 */
record Decision(String of, String to, String reason, String author, Instant at) {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    boolean isRedrive() {
        return !to.isEmpty();
    }

    String status() {
        return isRedrive() ? "redriven" : "discarded";
    }

    byte[] bytes() {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("version", VERSION)
                .put("action", isRedrive() ? "redrive" : "discard")
                .put("of", of)
                .put("to", to)
                .put("reason", reason)
                .put("author", author)
                .put("at", at.toString());
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an object of texts is always JSON", e);
        }
    }

    /** Empty: somebody else wrote into the topic, or a later version did. */
    static Optional<Decision> of(byte[] bytes) {
        try {
            JsonNode node = bytes == null ? null : MAPPER.readTree(bytes);
            if (node == null || !node.isObject() || node.path("version").asInt() != VERSION) {
                return Optional.empty();
            }
            boolean redrive = node.path("action").asText().equals("redrive");
            if (redrive == node.path("to").asText().isEmpty()
                    || node.path("of").asText().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Decision(
                    node.path("of").asText(),
                    node.path("to").asText(),
                    node.path("reason").asText(),
                    node.path("author").asText(),
                    Instant.parse(node.path("at").asText())));
        } catch (IOException | DateTimeException stranger) {
            return Optional.empty();
        }
    }
}
