package io.haochaping.schemas;

import java.net.URI;

/**
 * The registry gave no answer that could be used, and may give one later: refused connection, time-out, status 429 or 5xx.
 *
 * <p>Checked on purpose: the caller has to wait and alert. To quarantine the record instead would make the outcome
 * depend on the weather of the network.
 */
public final class RegistryUnreachable extends Exception {

    RegistryUnreachable(URI url, String finding, Throwable cause) {
        super(
                "Schema registry at %s cannot be reached: %s. Start it, or correct the configured address; records that need it wait until it answers."
                        .formatted(url, finding),
                cause);
    }
}
