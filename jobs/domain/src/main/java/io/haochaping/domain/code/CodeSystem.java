package io.haochaping.domain.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the codes of a source mean. The same digit stands for the best level in one system and for the worst in another,
 * so a source declares its system; nothing is guessed.
 *
 * <p>Codes are compared as sent: no trimming, no change of case. Lookups allocate nothing.
 *
 * @param code as records declare it
 * @param best the digit of level 5
 * @param worst the digit of level 1, four digits from it
 * @param channels the n-th is what the number n means; channels come by name in every system
 * @param caseKinds codes of case kinds that the system has; empty: it does not say, and any will do
 * @param applicants the same of applicants
 * @param regionDigits how many digits its regions have; empty: it does not say
 */
public record CodeSystem(
        String code,
        int best,
        int worst,
        List<Channel> channels,
        SortedSet<String> caseKinds,
        SortedSet<String> applicants,
        SortedSet<Integer> regionDigits) {
    /** The interface of the national platform: 5 is best, 6 is the text message, 7 the system's default. */
    public static final CodeSystem PLATFORM = builtIn("platform", 5, 1, List.of(Channel.SMS, Channel.DEFAULT));
    /** GB/T 39046, table A.8: 1 is best, 6 is the telephone, 7 the text message. */
    public static final CodeSystem GBT39046 = builtIn("gbt39046", 1, 5, List.of(Channel.HOTLINE, Channel.SMS));
    /** Devices on the counter: 0 is best; channels by name only. */
    public static final CodeSystem DESK_SDK = builtIn("desk-sdk", 0, 4, List.of());

    /** What every deployment knows, since ever. Their case kinds, applicants and widths were never looked at, and are not now: old figures stay. */
    public static final List<CodeSystem> BUILT_IN = List.of(PLATFORM, GBT39046, DESK_SDK);

    private static final int LEVELS = 5;

    public CodeSystem {
        if (Math.abs(best - worst) != LEVELS - 1 || Math.min(best, worst) < 0 || Math.max(best, worst) > 9) {
            throw new IllegalArgumentException(
                    "the code system " + code + " has no five levels of one digit from " + best + " to " + worst);
        }
        channels = List.copyOf(channels);
        caseKinds = Collections.unmodifiableSortedSet(new TreeSet<>(caseKinds));
        applicants = Collections.unmodifiableSortedSet(new TreeSet<>(applicants));
        regionDigits = Collections.unmodifiableSortedSet(new TreeSet<>(regionDigits));
    }

    /** @param further channels behind the five that are numbered alike in every system that numbers them; none: no channel has a number */
    private static CodeSystem builtIn(String code, int best, int worst, List<Channel> further) {
        List<Channel> channels = new ArrayList<>();
        if (!further.isEmpty()) {
            channels.addAll(List.of(Channel.WEB, Channel.MOBILE, Channel.QR, Channel.HALL, Channel.KIOSK));
            channels.addAll(further);
        }
        return new CodeSystem(code, best, worst, channels, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
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

    /** 5 (best) to 1 (worst), or 0 where the system has no such level: never a guess. */
    public int level(String raw) {
        if (raw == null || raw.length() != 1) {
            return 0;
        }
        int digit = raw.charAt(0) - '0';
        if (digit < Math.min(best, worst) || digit > Math.max(best, worst)) {
            return 0;
        }
        return LEVELS - Math.abs(digit - best);
    }

    /** The channel of a rating, by number or name; {@link Channel#OTHER} for anything else, {@code null} among it. */
    public Channel channel(String raw) {
        if (raw == null) {
            return Channel.OTHER;
        }
        int number = number(raw);
        if (number == 0) {
            return channelNamed(raw);
        }
        return number <= channels.size() ? channels.get(number - 1) : Channel.OTHER;
    }

    public boolean hasCaseKind(String raw) {
        return caseKinds.isEmpty() || caseKinds.contains(raw);
    }

    public boolean hasApplicant(String raw) {
        return applicants.isEmpty() || applicants.contains(raw);
    }

    public boolean hasRegionsOf(int digits) {
        return regionDigits.isEmpty() || regionDigits.contains(digits);
    }

    /** Whether ratings mean the same in both, whatever else they say. */
    public boolean readsAs(CodeSystem other) {
        return best == other.best && worst == other.worst && channels.equals(other.channels);
    }

    /** Stable text; what a system does not say is not named. */
    public String canonicalText() {
        StringBuilder text = new StringBuilder(code)
                .append(" levels=")
                .append(best)
                .append("..")
                .append(worst);
        unlessEmpty(text, " channels=", channels.stream().map(Channel::code).toList());
        unlessEmpty(text, " case-kinds=", List.copyOf(caseKinds));
        unlessEmpty(text, " applicants=", List.copyOf(applicants));
        unlessEmpty(
                text,
                " region-digits=",
                regionDigits.stream().map(String::valueOf).toList());
        return text.toString();
    }

    private static void unlessEmpty(StringBuilder text, String name, List<String> codes) {
        if (!codes.isEmpty()) {
            text.append(name).append(String.join(",", codes));
        }
    }

    /** 1 to 99 without a zero in front; 0 for anything else. */
    private static int number(String raw) {
        int number = 0;
        if (raw.isEmpty() || raw.length() > 2 || raw.charAt(0) == '0') {
            return 0;
        }
        for (int i = 0; i < raw.length(); i++) {
            int digit = raw.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
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
