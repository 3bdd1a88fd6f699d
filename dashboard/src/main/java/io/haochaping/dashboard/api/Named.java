package io.haochaping.dashboard.api;

import java.util.Locale;

/** What has a code in the store and may have a name. */
enum Named {
    DEPARTMENT,
    VENUE,
    ITEM,
    CHANNEL,
    REGION;

    /** As it stands in files of names and in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
