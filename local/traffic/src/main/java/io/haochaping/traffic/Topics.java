package io.haochaping.traffic;

import java.util.List;

/** The source topics. */
public final class Topics {
    static final String CASE = "case.event";
    static final String WORK_ORDER = "workorder.event";
    static final String COMPLAINT = "complaint.event";
    static final String EXCLUSION = "exclusion";

    /** All of them, ascending. */
    public static final List<String> ALL = List.of(
            CASE,
            COMPLAINT,
            EXCLUSION,
            "rating.courier",
            "rating.hall",
            "rating.hotline",
            "rating.kiosk",
            "rating.mobile",
            "rating.paper",
            "rating.sms",
            "rating.web",
            WORK_ORDER);

    private Topics() {}

    /** A QR code is read by a telephone; what the system rates, or no one knows, comes by the website. */
    static String ofRating(String channel) {
        return switch (channel) {
            case "qr" -> "rating.mobile";
            case "default", "other" -> "rating.web";
            default -> "rating." + channel;
        };
    }
}
