package io.haochaping.dashboard.api;

import io.haochaping.dashboard.figures.Dimension;
import java.util.Map;
import java.util.Optional;

/** Names of codes. The store holds codes alone, so only those that the domain itself defines have one. */
final class Names {
    private static final Map<String, Name> CHANNELS = Map.ofEntries(
            Map.entry("web", new Name("网站", "Website")),
            Map.entry("mobile", new Name("移动端", "Mobile")),
            Map.entry("qr", new Name("二维码", "QR code")),
            Map.entry("hall", new Name("大厅评价器", "Hall device")),
            Map.entry("kiosk", new Name("自助终端", "Kiosk")),
            Map.entry("sms", new Name("短信", "Text message")),
            Map.entry("hotline", new Name("12345 热线", "Hotline 12345")),
            Map.entry("courier", new Name("邮政寄递", "Courier")),
            Map.entry("paper", new Name("纸质", "Paper")),
            Map.entry("default", new Name("系统默认", "System default")),
            Map.entry("online", new Name("线上办理", "Online case")),
            Map.entry("on-site", new Name("线下办理", "On-site case")),
            Map.entry("other", new Name("其他", "Other")));

    private Names() {}

    record Name(String chinese, String english) {
        String in(Language language) {
            return language.choose(chinese, english);
        }
    }

    static Optional<Name> of(Dimension dimension, String code) {
        return dimension == Dimension.CHANNEL ? Optional.ofNullable(CHANNELS.get(code)) : Optional.empty();
    }
}
