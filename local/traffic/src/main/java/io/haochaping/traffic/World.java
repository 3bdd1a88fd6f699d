package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Baiyun district of Guangzhou as the vitality index shows it (29 departments, 8 halls, 24 town centres), and nine departments of the
 * city above it. Names and numbers are made up; the codes are valid.
 */
final class World {
    static final String DISTRICT = "440111000000";
    static final String CITY = "440100000000";
    private static final int ITEMS = 400;
    private static final List<String> SYSTEMS = List.of("gd-zwfw", "gd-zwfw", "gd-zwfw", "gz-onewindow", "by-hall");
    private static final List<String> APPS = List.of("yueshengshi", "yueshangtong", "suishitong");

    /** Someone who offers items. */
    record Department(String code, String region) {}

    /** A place where service is given. */
    record Venue(String code, String region) {}

    final List<Department> departments = new ArrayList<>();
    final List<Venue> halls = new ArrayList<>();
    final List<Venue> townCentres = new ArrayList<>();
    final List<String> items = new ArrayList<>();
    private final Zipf popularity = new Zipf(ITEMS);

    World() {
        for (int i = 1; i <= 29; i++) {
            departments.add(new Department(SocialCreditCode.of("440111", 7_480_000 + 131 * i), DISTRICT));
        }
        for (int i = 1; i <= 9; i++) {
            departments.add(new Department(SocialCreditCode.of("440100", 7_510_000 + 173 * i), CITY));
        }
        for (int i = 1; i <= 8; i++) {
            halls.add(new Venue("by-hall-" + i, DISTRICT));
        }
        for (int i = 1; i <= 24; i++) {
            townCentres.add(new Venue(
                    String.format(Locale.ROOT, "by-town-%02d", i), String.format(Locale.ROOT, "440111%03d000", i)));
        }
        for (int i = 0; i < ITEMS; i++) {
            items.add(String.format(
                    Locale.ROOT, "%s%013d%02d", department(i).code().substring(2), 44_000_000L + 17L * i, i % 4 + 1));
        }
    }

    Department department(int item) {
        return departments.get(item % departments.size());
    }

    String otherItem(Draw draw, String item) {
        String other = item;
        while (other.equals(item)) {
            other = draw.of(items);
        }
        return other;
    }

    /** A case as it is filed somewhere in the world. */
    CaseFile file(Draw draw, String number) {
        int item = popularity.rank(draw);
        Department department = department(item);
        String system = draw.of(SYSTEMS);
        return switch (draw.weighted(41, 19, 30, 6, 4)) {
            case 0 -> online(system, number, department, items.get(item), "web", "");
            case 1 -> online(system, number, department, items.get(item), "mobile", draw.of(APPS));
            case 2 -> onSite(system, number, department, items.get(item), venue(draw), draw.oneIn(6) ? "qr" : "hall");
            case 3 -> onSite(system, number, department, items.get(item), venue(draw), "kiosk");
            default -> online(system, number, department, items.get(item), rareChannel(draw), "");
        };
    }

    private static String rareChannel(Draw draw) {
        return draw.of(List.of("sms", "hotline", "courier", "paper"));
    }

    private Venue venue(Draw draw) {
        return draw.oneIn(3) ? draw.of(townCentres) : draw.of(halls);
    }

    private static CaseFile online(
            String system, String number, Department department, String item, String channel, String app) {
        return new CaseFile(
                system,
                number,
                "platform",
                department.region(),
                department.code(),
                "",
                item,
                "online",
                channel,
                app,
                List.of());
    }

    private static CaseFile onSite(
            String system, String number, Department department, String item, Venue venue, String channel) {
        return new CaseFile(
                system,
                number,
                "platform",
                venue.region(),
                department.code(),
                venue.code(),
                item,
                "on-site",
                channel,
                "",
                List.of());
    }
}
