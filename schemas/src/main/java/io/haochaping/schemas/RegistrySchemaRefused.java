package io.haochaping.schemas;

import java.net.URI;

/**
 * The registry answered, and its answer is not the schema that the decision set lists. Asking again does not help: the
 * list or the registry has to be corrected, so a job stops loudly on this.
 */
public final class RegistrySchemaRefused extends RuntimeException {

    RegistrySchemaRefused(URI url, String finding) {
        super("Schema from %s is refused: %s".formatted(url, finding));
    }

    RegistrySchemaRefused(URI url, String finding, Throwable cause) {
        super("Schema from %s is refused: %s".formatted(url, finding), cause);
    }
}
