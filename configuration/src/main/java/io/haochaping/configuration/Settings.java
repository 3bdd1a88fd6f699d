package io.haochaping.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings, typed. A wrong one goes to the problems and gives its standard value, so that the others are looked at
 * too.
 */
public final class Settings {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|min|h|d)");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    /** Longer ones cannot be meant, and would overflow sums of milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Map<Option, Setting> written;
    private final Problems problems;

    Settings(OptionSet options, Map<Option, Setting> written, Problems problems) {
        this.written = written;
        this.problems = problems;
        for (Option option : options.all()) {
            if (option.isRequired() && !written.containsKey(option)) {
                problems.add(option.key() + " is not set: " + option.description() + " Set it in the file, or as "
                        + option.variable());
            }
        }
    }

    public boolean isSet(Option option) {
        return written.containsKey(option);
    }

    public String text(Option option) {
        String text = scalar(option);
        if (text.isBlank() && isSet(option) && !option.mayBeEmpty()) {
            refuse(option, "is empty: " + option.kind().remedy() + ", or remove it");
            return option.standard();
        }
        return text;
    }

    /** An address of a store. A password in it would stand in every log that names the store, so it may hold none. */
    public String postgresUrl(Option option) {
        String url = text(option);
        if (isSet(option) && !url.startsWith("jdbc:postgresql:")) {
            refuse(option, "takes jdbc:postgresql://host:port/database");
        }
        if (url.matches("(?i).*([?&](user|password)=|//[^/?]*@).*")) {
            refuse(option, "holds a user or password: move them to store.user and store.password");
        }
        return url;
    }

    public String topic(Option option) {
        String topic = scalar(option);
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            return refused(option, topic);
        }
        return topic;
    }

    public boolean flag(Option option) {
        String flag = scalar(option);
        if (!flag.equals("true") && !flag.equals("false")) {
            return Boolean.parseBoolean(refused(option, flag));
        }
        return flag.equals("true");
    }

    public int number(Option option) {
        String number = scalar(option);
        if (!number.matches("\\d{1,9}") || Integer.parseInt(number) < 1) {
            return Integer.parseInt(refused(option, number));
        }
        return Integer.parseInt(number);
    }

    /** More than nothing, at most a hundred years. */
    public Duration duration(Option option) {
        String text = scalar(option);
        Duration duration = parse(text);
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            return parse(refused(option, text));
        }
        return duration;
    }

    public List<String> list(Option option) {
        Setting setting = written.get(option);
        if (setting == null) {
            return List.of();
        }
        if (setting.list() == null) {
            refuseShape(option, setting);
            return List.of();
        }
        return List.copyOf(new LinkedHashSet<>(setting.list()));
    }

    public SortedMap<String, String> map(Option option) {
        Setting setting = written.get(option);
        if (setting == null) {
            return new TreeMap<>();
        }
        if (setting.map() == null) {
            refuseShape(option, setting);
            return new TreeMap<>();
        }
        return new TreeMap<>(setting.map());
    }

    /** Tells a problem of a key, at the place where it was written. */
    public void refuse(Option option, String what) {
        tell(option, option.key() + " " + what);
    }

    private void tell(Option option, String told) {
        Setting setting = written.get(option);
        if (setting == null) {
            problems.add(told);
        } else {
            problems.add(setting.place(), told);
        }
    }

    private String scalar(Option option) {
        Setting setting = written.get(option);
        if (setting == null) {
            return option.standard();
        }
        if (setting.scalar() == null) {
            refuseShape(option, setting);
            return option.standard();
        }
        return setting.scalar();
    }

    private void refuseShape(Option option, Setting setting) {
        boolean nothing = setting.scalar() == null && setting.list() == null && setting.map() == null;
        String found =
                nothing ? "nothing" : setting.list() != null ? "a list" : setting.map() != null ? "a map" : "one value";
        tell(
                option,
                option.key() + ": expected " + option.kind().words() + ", found " + found + ": "
                        + option.kind().remedy() + (nothing ? ", or remove the key" : ""));
    }

    private String refused(Option option, String found) {
        tell(
                option,
                option.key() + ": expected " + option.kind().words() + ", found \"" + found + "\": "
                        + option.kind().remedy());
        return option.standard();
    }

    /** Zero: no duration. */
    private static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.of(amount, ChronoUnit.MILLIS);
            case "s" -> Duration.of(amount, ChronoUnit.SECONDS);
            case "min" -> Duration.of(amount, ChronoUnit.MINUTES);
            case "h" -> Duration.of(amount, ChronoUnit.HOURS);
            case "d" -> Duration.of(amount, ChronoUnit.DAYS);
            default -> throw new IllegalStateException("no unit " + matcher.group(2));
        };
    }
}
