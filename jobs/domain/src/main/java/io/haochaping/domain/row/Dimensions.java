package io.haochaping.domain.row;

/**
 * Where and through what a record counts, as normalised codes; empty where nothing was sent.
 *
 * @param region owner region, 12 digits where it could be normalised
 * @param department USCC of the department it counts for
 */
public record Dimensions(
        String region, String department, String venue, String item, String channel, String originApp) {
    public static final Dimensions NONE = new Dimensions("", "", "", "", "", "");

    public Dimensions withItem(String other) {
        return new Dimensions(region, department, venue, other, channel, originApp);
    }

    /** The dimensions of a rating that the system gives by default. */
    public Dimensions asDefault() {
        return new Dimensions(region, department, venue, item, "default", "");
    }
}
