package io.haochaping.domain.rules;

/**
 * Which side of a transaction a record counts for; what was not sent on that side is taken from the other.
 *
 * @param acceptingDepartment true: the department that accepted; false: the one that handled
 * @param acceptingRegion true: the region where it was accepted; false: the owner region
 */
public record CountsFor(boolean acceptingDepartment, boolean acceptingRegion) {
    public static final CountsFor HANDLING = new CountsFor(false, false);
}
