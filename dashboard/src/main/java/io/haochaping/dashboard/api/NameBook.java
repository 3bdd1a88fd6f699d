package io.haochaping.dashboard.api;

import io.haochaping.configuration.NearestName;
import io.haochaping.dashboard.figures.Dimension;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of codes. The store holds codes alone: channels and regions are named by the domain, everything else by a file of the deployment, which may also name
 * those two in its own way. What has no name is shown by its code.
 */
public final class NameBook {
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

    private static final int LONGEST_NAME = 128;
    private static final long LARGEST_FILE = 64L << 20;
    /** Of a file in the wrong format every line is wrong; the first tell enough. */
    private static final int MOST_PROBLEMS = 5;

    private final Map<Named, Map<String, Name>> written;

    private NameBook(Map<Named, Map<String, Name>> written) {
        this.written = written;
    }

    /** @param english null: there is none, and the Chinese name stands in English answers too */
    record Name(String chinese, String english) {
        String in(Language language) {
            return language == Language.EN && english != null ? english : chinese;
        }

        /** @param text in small letters */
        boolean holds(String text) {
            return chinese.toLowerCase(Locale.ROOT).contains(text)
                    || english != null && english.toLowerCase(Locale.ROOT).contains(text);
        }
    }

    /** Channels and regions alone. */
    public static NameBook builtIn() {
        return new NameBook(Map.of());
    }

    /**
     * Reads a file of UTF-8 lines with four fields between tabs: {@code department}, {@code venue}, {@code item}, {@code channel} or {@code region}; the code;
     * the Chinese name; the English name, which may be empty or left out. Empty lines and lines that begin with {@code #} are skipped.
     *
     * @throws NamesProblem naming every line that is wrong, up to a few, and what to write
     */
    public static NameBook read(Path file) throws NamesProblem {
        Map<Named, Map<String, Name>> names = new EnumMap<>(Named.class);
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : text(file).split("\r?\n", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                String wrong = add(names, line.split("\t", -1));
                if (wrong != null) {
                    problems.add("line " + number + " " + wrong);
                }
            }
        }
        if (!problems.isEmpty()) {
            String first = String.join("; ", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
            int more = problems.size() - MOST_PROBLEMS;
            throw new NamesProblem(first + (more > 0 ? "; and " + more + " more lines" : ""));
        }
        return new NameBook(names);
    }

    private static String text(Path file) throws NamesProblem {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new NamesProblem("it is larger than 64 MiB, more than names can be");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException missing) {
            throw new NamesProblem("there is no such file");
        } catch (CharacterCodingException notText) {
            throw new NamesProblem("it is not UTF-8: save it as UTF-8");
        } catch (IOException unreadable) {
            throw new NamesProblem("it cannot be read");
        }
    }

    /** What is wrong with a line; null: nothing. */
    private static String add(Map<Named, Map<String, Name>> names, String[] fields) {
        if (fields.length < 3 || fields.length > 4) {
            return "has " + fields.length
                    + " fields: write kind, code, Chinese name and English name with a tab between";
        }
        Optional<Named> kind = Stream.of(Named.values())
                .filter(named -> named.word().equals(fields[0]))
                .findFirst();
        if (kind.isEmpty()) {
            return "begins with \"" + shown(fields[0]) + "\"; the nearest kind is "
                    + NearestName.to(
                            fields[0],
                            Stream.of(Named.values()).map(Named::word).toList());
        }
        String code = kind.get() == Named.REGION ? RegionCode.normalise(fields[1]) : fields[1].strip();
        String chinese = fields[2].strip();
        String english = fields.length == 4 && !fields[3].isBlank() ? fields[3].strip() : null;
        if (code.isEmpty() || chinese.isEmpty()) {
            return "has no " + (code.isEmpty() ? "code" : "Chinese name");
        }
        for (String name : new String[] {chinese, english == null ? "" : english}) {
            if (name.codePointCount(0, name.length()) > LONGEST_NAME
                    || name.codePoints().anyMatch(Character::isISOControl)) {
                return "has a name with control characters or more than " + LONGEST_NAME + " characters";
            }
        }
        return names.computeIfAbsent(kind.get(), none -> new HashMap<>()).putIfAbsent(code, new Name(chinese, english))
                        == null
                ? null
                : "names the " + kind.get().word() + " " + shown(code) + " a second time";
    }

    private static String shown(String field) {
        return field.length() > 40 || field.codePoints().anyMatch(Character::isISOControl) ? "…" : field;
    }

    Optional<Name> of(Named kind, String code) {
        Name name = written.getOrDefault(kind, Map.of()).get(code);
        if (name != null) {
            return Optional.of(name);
        }
        return switch (kind) {
            case CHANNEL -> Optional.ofNullable(CHANNELS.get(code));
            case REGION -> RegionTable.builtIn().name(code).map(chinese -> new Name(chinese, null));
            default -> Optional.empty();
        };
    }

    Optional<Name> of(Dimension dimension, String code) {
        return of(Named.valueOf(dimension.name()), code);
    }
}
