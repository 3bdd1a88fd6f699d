package io.haochaping.configuration;

import java.util.Locale;

/** A key of a configuration. A released key is never renamed or removed, and never changes its kind: files of earlier versions must stay readable. */
public interface Option {
    /** As it is written, a section before it: {@code kafka.bootstrap-servers}. */
    String key();

    Kind kind();

    /** What counts where the key is not set, as it would be written; empty: nothing. */
    String standard();

    boolean isRequired();

    /** A sentence for the table of keys and for the refusal where a required key is missing. */
    String description();

    /** Whether an empty text is meant, as with a user or a password. */
    default boolean mayBeEmpty() {
        return false;
    }

    /** {@code HAOCHAPING_KAFKA_BOOTSTRAP_SERVERS} for {@code kafka.bootstrap-servers}. */
    default String variable() {
        return "HAOCHAPING_" + key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** {@code kafka} of {@code kafka.bootstrap-servers}. */
    default String section() {
        return key().substring(0, key().indexOf('.'));
    }

    /** What the variables of all keys of the section begin with: {@code HAOCHAPING_KAFKA_}. */
    default String sectionVariable() {
        return variable().substring(0, "HAOCHAPING_".length() + section().length() + 1);
    }
}
