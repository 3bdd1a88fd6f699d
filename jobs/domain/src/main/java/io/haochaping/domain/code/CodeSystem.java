package io.haochaping.domain.code;

import java.util.List;
import java.util.Optional;

/**
 * What the codes of a source mean. The same digit stands for the best level in one system and for the worst in another,
 * so a source declares its system; nothing is guessed.
 *
 * <p>Codes are compared as sent: no trimming, no change of case. Lookups allocate nothing.
 */
public enum CodeSystem {
    /** The interface of the national platform: 5 is best, 6 is the text message, 7 the system's default. */
    PLATFORM("platform", '5', '1', List.of(Channel.SMS, Channel.DEFAULT)),
    /** GB/T 39046, table A.8: 1 is best, 6 is the telephone, 7 the text message. */
    GBT39046("gbt39046", '1', '5', List.of(Channel.HOTLINE, Channel.SMS)),
    /** Devices on the counter: 0 is best; channels by name only. */
    DESK_SDK("desk-sdk", '0', '4', List.of());

    private static final int BEST = 5;
    /** The digits 1 to 5, alike in every system that numbers its channels. */
    private static final List<Channel> NUMBERED =
            List.of(Channel.WEB, Channel.MOBILE, Channel.QR, Channel.HALL, Channel.KIOSK);

    /** Wrapped once, because every record asks. */
    private static final List<Optional<CodeSystem>> SYSTEMS =
            List.of(Optional.of(PLATFORM), Optional.of(GBT39046), Optional.of(DESK_SDK));

    private final String code;
    private final char best;
    private final char worst;
    private final List<Channel> furtherChannels;

    CodeSystem(String code, char best, char worst, List<Channel> furtherChannels) {
        this.code = code;
        this.best = best;
        this.worst = worst;
        this.furtherChannels = furtherChannels;
    }

    /** The system that a record declares; empty if no such system is known, or none was sent. */
    public static Optional<CodeSystem> named(String code) {
        for (int i = 0; i < SYSTEMS.size(); i++) {
            if (SYSTEMS.get(i).get().code.equals(code)) {
                return SYSTEMS.get(i);
            }
        }
        return Optional.empty();
    }

    /**
     * The channel of a case event: 1 online and 2 on site in every system, or a channel by its name. {@link
     * Channel#OTHER} for anything else, {@code null} and the empty string among it.
     */
    public static Channel caseChannel(String raw) {
        if (raw == null) {
            return Channel.OTHER;
        }
        return switch (raw) {
            case "1", "online" -> Channel.ONLINE;
            case "2", "on-site" -> Channel.ON_SITE;
            default -> channelNamed(raw);
        };
    }

    /** As records declare it. */
    public String code() {
        return code;
    }

    /** 5 (best) to 1 (worst), or 0 where the system has no such level: never a guess. */
    public int level(String raw) {
        if (raw == null || raw.length() != 1) {
            return 0;
        }
        char digit = raw.charAt(0);
        if (digit < Math.min(best, worst) || digit > Math.max(best, worst)) {
            return 0;
        }
        return BEST - Math.abs(digit - best);
    }

    /** The channel of a rating, by number or name; {@link Channel#OTHER} for anything else, {@code null} among it. */
    public Channel channel(String raw) {
        if (raw == null) {
            return Channel.OTHER;
        }
        return raw.length() == 1 ? numbered(raw.charAt(0) - '1') : channelNamed(raw);
    }

    private Channel numbered(int index) {
        if (furtherChannels.isEmpty() || index < 0) {
            return Channel.OTHER;
        }
        if (index < NUMBERED.size()) {
            return NUMBERED.get(index);
        }
        int further = index - NUMBERED.size();
        return further < furtherChannels.size() ? furtherChannels.get(further) : Channel.OTHER;
    }

    private static Channel channelNamed(String name) {
        return switch (name) {
            case "web" -> Channel.WEB;
            case "mobile" -> Channel.MOBILE;
            case "qr" -> Channel.QR;
            case "hall" -> Channel.HALL;
            case "kiosk" -> Channel.KIOSK;
            case "sms" -> Channel.SMS;
            case "hotline" -> Channel.HOTLINE;
            case "courier" -> Channel.COURIER;
            case "paper" -> Channel.PAPER;
            case "default" -> Channel.DEFAULT;
            default -> Channel.OTHER;
        };
    }
}
