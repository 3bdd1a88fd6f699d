package io.haochaping.exclusions;

/**
 * The rating that a decision is about, as a sender names it.
 *
 * @param issuingSystem empty: the region is the scope of the case number
 * @param handlingRegion empty: not said
 * @param ordinal which service of the case, from 1
 */
record Subject(String issuingSystem, String handlingRegion, String caseNumber, int ordinal) {
    String text() {
        return (issuingSystem.isBlank() ? handlingRegion : issuingSystem) + "/" + caseNumber + "#" + ordinal;
    }
}
