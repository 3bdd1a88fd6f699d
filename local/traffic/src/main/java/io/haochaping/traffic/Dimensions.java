package io.haochaping.traffic;

/** Where a figure must land, already in the words of the rows: region of 12 digits, normalised channel. */
record Dimensions(String region, String department, String venue, String item, String channel, String originApp) {

    Dimensions withItem(String other) {
        return new Dimensions(region, department, venue, other, channel, originApp);
    }

    Dimensions withChannel(String other) {
        return new Dimensions(region, department, venue, item, other, originApp);
    }

    Dimensions ofDefault() {
        return new Dimensions(region, department, venue, item, "default", "");
    }
}
