package io.haochaping.kit;

import io.haochaping.schemas.RegistryClient;
import io.haochaping.schemas.RegistryIds;
import io.haochaping.schemas.RegistryUnreachable;
import io.haochaping.schemas.ReleasedSchema;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema registry, which only fetches: which ids count, and from when, stands in the decision set. An unreachable registry blocks the start, because a record that
 * cannot be read now could be read later, and the two must not be told apart by chance.
 *
 * @param url empty: none
 * @param listed canonical text of the ids that count
 */
public record Registry(String url, String listed) implements Serializable {
    public static final Registry NONE = new Registry("", "");

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE_SECONDS = 30;

    public RegistryIds ids() {
        return RegistryIds.parse(listed);
    }

    Map<Integer, ReleasedSchema> fetch() {
        Map<Integer, ReleasedSchema> schemas = new HashMap<>();
        if (url.isEmpty()) {
            return schemas;
        }
        RegistryClient client = new RegistryClient(URI.create(url), PATIENCE);
        for (RegistryIds.Listed id : ids().all()) {
            schemas.put(id.id(), fetch(client, id));
        }
        return schemas;
    }

    private static ReleasedSchema fetch(RegistryClient client, RegistryIds.Listed id) {
        for (long pause = 1; ; pause = Math.min(LONGEST_PAUSE_SECONDS, pause * 2)) {
            try {
                return ReleasedSchema.of(id.type(), 1, client.schema(id), id.knownFrom());
            } catch (RegistryUnreachable e) {
                LOG.error("The job waits for the schema registry: {}", e.getMessage());
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("the job was cancelled while it waited for the registry", e);
                }
            }
        }
    }
}
