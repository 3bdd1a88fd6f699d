package io.haochaping.rules;

import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.Profile;
import io.haochaping.rules.file.Given;
import io.haochaping.rules.file.RulesFile;
import io.haochaping.rules.format.RulesFormat;
import io.haochaping.rules.format.Shape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A profile in plain words of one language. */
final class DescribedProfile {
    private final Function<Words, String> language;
    private final List<String> lines = new ArrayList<>();

    private DescribedProfile(Function<Words, String> language) {
        this.language = language;
    }

    /** @param day whose version is asked for; empty: all of them */
    static List<String> lines(RulesFile file, Optional<LocalDate> day, Function<Words, String> language) {
        return new DescribedProfile(language).describe(file, day);
    }

    /** The version that holds on the day, by its number from 0; empty before the first. */
    static Optional<Integer> versionOn(RulesFile file, LocalDate day) {
        List<Profile.Version> versions = file.profile().versions();
        Optional<Integer> holding = Optional.empty();
        for (int i = 0; i < versions.size(); i++) {
            holding = versions.get(i).from().isAfter(day) ? holding : Optional.of(i);
        }
        return holding;
    }

    private List<String> describe(RulesFile file, Optional<LocalDate> day) {
        Given name = file.written().require("name");
        lines.add(file.profile().id() + ": " + told(name));
        Optional<Integer> only = day.flatMap(on -> versionOn(file, on));
        if (day.isPresent() && only.isEmpty()) {
            lines.add(say("  " + day.get() + " 尚无版本", "  no version holds on " + day.get()));
        }
        for (int i = 0; i < file.profile().versions().size(); i++) {
            if (day.isEmpty() || only.filter(Integer.valueOf(i)::equals).isPresent()) {
                version(
                        file.written().itemsOf("versions").get(i),
                        file.profile().versions().get(i));
            }
        }
        return lines;
    }

    private void version(Given written, Profile.Version version) {
        lines.add(say("自 " + version.from() + " 起", "from " + version.from()) + " ("
                + version.rules().version() + ")");
        written.field("from-assumed")
                .ifPresent(reason -> lines.add("  " + say("起始日为假定：", "first day assumed: ") + told(reason)));
        lines.add("  " + say("适用：", "holds in: ") + regions(written));
        Map<String, Words> sentences = PlainWords.of(version.rules());
        sentences.forEach((block, sentence) -> {
            String standard = written.field(block).isPresent() ? "" : say("（默认）", " (standard)");
            lines.add("  " + language.apply(sentence) + standard);
            written.field(block)
                    .flatMap(given -> given.field(RulesFormat.REASON))
                    .ifPresent(this::assumed);
        });
        Shape.Section blocks = (Shape.Section) written.shape();
        blocks.fields().forEach((key, field) -> {
            boolean isTold = sentences.containsKey(key)
                    || List.of("from", "from-assumed", "regions").contains(key);
            written.field(key).filter(given -> !isTold).ifPresent(given -> other(field, given));
        });
    }

    private String regions(Given version) {
        return version.textsOf("regions").stream()
                .map(code -> code.equals("all")
                        ? say("其他规则未指定的一切区划", "wherever no other profile does")
                        : code
                                + RegionTable.builtIn()
                                        .name(RegionCode.normalise(code))
                                        .map(name -> " " + name)
                                        .orElse(""))
                .collect(Collectors.joining(say("、", ", ")));
    }

    private void other(Shape.Field field, Given given) {
        String unread =
                field.key().equals("sources") ? "" : " [" + language.apply(RulesFormat.readBy(field.key())) + "]";
        lines.add("  " + language.apply(field.words()) + unread);
        values(given, "    ");
    }

    private void values(Given given, String indent) {
        if (given.shape() instanceof Shape.ListOf) {
            boolean isFlat =
                    given.items().stream().allMatch(item -> item.fields().isEmpty());
            if (isFlat && given.items().stream().allMatch(item -> item.text().length() < 20)) {
                lines.add(indent + given.items().stream().map(this::value).collect(Collectors.joining(", ")));
            } else {
                given.items().forEach(item -> values(item, indent));
            }
        } else if (given.shape() instanceof Shape.Section section) {
            String flat = section.fields().values().stream()
                    .filter(field -> given.field(field.key()).isPresent() && !isMark(field.key()))
                    .map(field -> language.apply(field.words()) + " " + inline(given.require(field.key())))
                    .collect(Collectors.joining(say("；", "; ")));
            lines.add(indent + flat);
            given.field(RulesFormat.REASON).ifPresent(this::assumed);
        } else {
            lines.add(indent + value(given));
        }
    }

    private static boolean isMark(String key) {
        return key.equals(RulesFormat.ASSUMPTION) || key.equals(RulesFormat.REASON);
    }

    private String inline(Given given) {
        if (given.shape() instanceof Shape.ListOf) {
            return given.items().stream().map(this::inline).collect(Collectors.joining(", "));
        }
        if (given.shape() instanceof Shape.Section section) {
            return section.fields().containsKey("zh")
                    ? told(given)
                    : given.fields().values().stream().map(this::inline).collect(Collectors.joining(" "));
        }
        return value(given);
    }

    private String value(Given given) {
        return given.shape() instanceof Shape.Choice choice
                ? language.apply(choice.options().get(given.text()))
                : given.text();
    }

    private void assumed(Given reason) {
        lines.add("      " + say("假定：", "assumed: ") + told(reason));
    }

    private String told(Given sentence) {
        return say(sentence.textOf("zh"), sentence.textOf("en"));
    }

    private String say(String zh, String en) {
        return language.apply(new Words(zh, en));
    }
}
