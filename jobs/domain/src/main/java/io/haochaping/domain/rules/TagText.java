package io.haochaping.domain.rules;

import java.util.Optional;

/**
 * A tag of the catalogue.
 *
 * @param isActive whether it may be given; one that may not is still in old topics
 * @param zh what it says; empty: the profile gives the code alone
 */
public record TagText(String code, boolean isActive, Optional<String> zh, Optional<String> en) {}
