package io.haochaping.chaos;

/**
 * A fault that was injected.
 *
 * @param recoveryMillis from the strike until the store held everything that was written by the time the cause was gone; −1: it never did
 */
record Struck(FaultKind kind, long recoveryMillis) {}
