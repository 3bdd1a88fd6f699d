package io.haochaping.domain.record;

/**
 * What a step of a complaint says of its deadlines. A fact that was read before complaints had figures of their own has none, and gives
 * none of those figures: what was never counted must not be taken back.
 *
 * @param simple a simple question, of the one-day class
 * @param acceptanceDueAt the last millisecond at which acceptance is in time; 0: not sent
 * @param completionDueAt the same for completion
 */
public record ComplaintTerms(boolean simple, long acceptanceDueAt, long completionDueAt) {}
