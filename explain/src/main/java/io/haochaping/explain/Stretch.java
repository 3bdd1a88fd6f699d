package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/**
 * The time that a figure is asked for.
 *
 * @param from milliseconds
 * @param to milliseconds, exclusive
 * @param isOfMinutes whether minutes are meant, which the store keeps for some days only, and not hours
 */
record Stretch(long from, long to, boolean isOfMinutes) {
    private static final List<String> WAYS = List.of("--minute", "--hour", "--day", "--month", "--from");

    static Stretch of(Map<String, String> given) throws Refusal {
        List<String> ways = WAYS.stream().filter(given::containsKey).toList();
        if (ways.size() != 1 || given.containsKey("--from") != given.containsKey("--to")) {
            throw Refusal.wrongUse(
                    "时间用 --minute 2026-10-03T09:12、--hour 2026-10-03T09、--day 2026-10-03、--month 2026-10 之一，或 --from 与 --to（两个日期或两个分钟，含首尾）。",
                    "Give the time by one of --minute 2026-10-03T09:12, --hour 2026-10-03T09, --day 2026-10-03, --month 2026-10, or by --from and --to (two days or two minutes, both included).");
        }
        String way = ways.get(0);
        String value = given.get(way);
        try {
            return switch (way) {
                case "--minute" -> minutes(minute(value), minute(value));
                case "--hour" -> {
                    long hour = hour(value);
                    yield new Stretch(hour, hour + ShanghaiTime.MILLIS_PER_HOUR, false);
                }
                case "--day" -> days(LocalDate.parse(value), LocalDate.parse(value));
                case "--month" ->
                    days(YearMonth.parse(value).atDay(1), YearMonth.parse(value).atEndOfMonth());
                default -> fromTo(value, given.get("--to"));
            };
        } catch (DateTimeException unreadable) {
            throw Refusal.wrongUse(
                    way + " 的时间“" + value + "”无法识别。写法：2026-10-03T09:12、2026-10-03T09、2026-10-03、2026-10。",
                    "The time \"" + value + "\" of " + way
                            + " cannot be read. Write 2026-10-03T09:12, 2026-10-03T09, 2026-10-03 or 2026-10.");
        }
    }

    private static Stretch fromTo(String from, String to) throws Refusal {
        if (from.contains("T") && to.contains("T")) {
            return minutes(minute(from), minute(to));
        }
        return days(LocalDate.parse(from), LocalDate.parse(to));
    }

    private static long minute(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]")) {
            throw new DateTimeException("no minute");
        }
        return hour(text.substring(0, 13)) + Integer.parseInt(text.substring(14)) * ShanghaiTime.MILLIS_PER_MINUTE;
    }

    private static long hour(String text) {
        if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])")) {
            throw new DateTimeException("no hour");
        }
        long day =
                ShanghaiTime.startOfDay(LocalDate.parse(text.substring(0, 10)).toEpochDay());
        return day + Integer.parseInt(text.substring(11)) * ShanghaiTime.MILLIS_PER_HOUR;
    }

    private static Stretch minutes(long first, long last) throws Refusal {
        requireOrder(first, last);
        return new Stretch(first, last + ShanghaiTime.MILLIS_PER_MINUTE, true);
    }

    private static Stretch days(LocalDate first, LocalDate last) throws Refusal {
        requireOrder(first.toEpochDay(), last.toEpochDay());
        return new Stretch(
                ShanghaiTime.startOfDay(first.toEpochDay()), ShanghaiTime.startOfDay(last.toEpochDay() + 1), false);
    }

    private static void requireOrder(long first, long last) throws Refusal {
        if (last < first) {
            throw Refusal.wrongUse("--to 早于 --from。", "--to lies before --from.");
        }
    }
}
