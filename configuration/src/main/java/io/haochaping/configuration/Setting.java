package io.haochaping.configuration;

import java.util.List;
import java.util.Map;

/**
 * What was written for one key, not yet typed. Exactly one of the three stands; all null: nothing was written behind the
 * key.
 */
record Setting(Place place, String scalar, List<String> list, Map<String, String> map) {
    static Setting nothing(Place place) {
        return new Setting(place, null, null, null);
    }

    static Setting of(Place place, String scalar) {
        return new Setting(place, scalar, null, null);
    }

    static Setting of(Place place, List<String> list) {
        return new Setting(place, null, list, null);
    }

    static Setting of(Place place, Map<String, String> map) {
        return new Setting(place, null, null, map);
    }
}
