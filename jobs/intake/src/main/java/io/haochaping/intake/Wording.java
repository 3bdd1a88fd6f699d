package io.haochaping.intake;

/**
 * A record's identity and decision in the sender's own words: for people who look at decisions, never for counting.
 *
 * @param handlingRegion scope of the case where the issuing system is empty
 * @param reason of a decision; empty: not sent
 * @param author of a decision; empty: not sent
 */
public record Wording(String issuingSystem, String handlingRegion, String caseNumber, String reason, String author) {}
