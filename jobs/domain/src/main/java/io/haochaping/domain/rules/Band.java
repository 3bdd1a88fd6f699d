package io.haochaping.domain.rules;

import java.math.BigDecimal;

/**
 * What a rate above some threshold is called.
 *
 * @param threshold in percent
 * @param hasThreshold whether a rate of just the threshold belongs to it
 */
public record Band(String zh, String en, BigDecimal threshold, boolean hasThreshold) {}
