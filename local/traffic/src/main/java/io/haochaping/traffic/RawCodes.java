package io.haochaping.traffic;

import java.util.List;
import java.util.Map;

/** How the declared code systems write levels and channels (docs/counting.md, section 7). */
final class RawCodes {
    static final List<String> SYSTEMS = List.of("platform", "gbt39046", "desk-sdk");
    private static final Map<String, String> PLATFORM =
            Map.of("web", "1", "mobile", "2", "qr", "3", "hall", "4", "kiosk", "5", "sms", "6", "default", "7");
    private static final Map<String, String> GBT =
            Map.of("web", "1", "mobile", "2", "qr", "3", "hall", "4", "kiosk", "5", "hotline", "6", "sms", "7");

    private RawCodes() {}

    static String level(String codeSystem, int level) {
        return Integer.toString(
                switch (codeSystem) {
                    case "platform" -> level;
                    case "gbt39046" -> 6 - level;
                    case "desk-sdk" -> 5 - level;
                    default -> throw new IllegalArgumentException("undeclared code system " + codeSystem);
                });
    }

    /** The system's code where it has one, else the name, which stands for itself in all of them. */
    static String channel(String codeSystem, String channel) {
        return switch (codeSystem) {
            case "platform" -> PLATFORM.getOrDefault(channel, channel);
            case "gbt39046" -> GBT.getOrDefault(channel, channel);
            default -> channel;
        };
    }
}
