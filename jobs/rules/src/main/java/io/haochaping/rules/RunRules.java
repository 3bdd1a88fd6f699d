package io.haochaping.rules;

import io.haochaping.configuration.NearestName;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.RulesFile;
import io.haochaping.rules.format.JsonSchema;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code ./haochaping rules check | show | diff | schema}. */
public final class RunRules {
    private static final int FINE = 0;
    private static final int WRONG_USE = 2;
    private static final List<String> VERBS = List.of("check", "show", "diff", "list", "schema");
    private static final List<Function<Words, String>> LANGUAGES = List.of(Words::zh, Words::en);

    private final PrintStream out;
    private final PrintStream err;

    RunRules(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new RunRules(out, err).run(List.of(args)));
    }

    int run(List<String> args) {
        if (args.isEmpty()) {
            return refuse("rules what? one of " + String.join(", ", VERBS), "请指定操作：" + String.join("、", VERBS));
        }
        List<String> rest = new ArrayList<>(args.subList(1, args.size()));
        try {
            Optional<LocalDate> day = takeDay(rest);
            return switch (args.get(0)) {
                case "check" -> check(rest);
                case "show" -> show(rest, day);
                case "diff" -> diff(rest, day);
                case "list" -> list();
                case "schema" -> schema();
                default -> {
                    String nearest = NearestName.to(args.get(0), VERBS);
                    yield refuse(
                            "there is no rules " + args.get(0) + "; did you mean " + nearest + "?",
                            "没有 rules " + args.get(0) + "；是否指 " + nearest + "？");
                }
            };
        } catch (FaultyRules faulty) {
            err.println(faulty.getMessage());
            return WRONG_USE;
        } catch (DateTimeException noDay) {
            return refuse("--at takes a day such as 2021-05-01", "--at 须为日期，如 2021-05-01");
        }
    }

    private static Optional<LocalDate> takeDay(List<String> args) {
        int at = args.indexOf("--at");
        if (at < 0) {
            return Optional.empty();
        }
        args.remove(at);
        return Optional.of(LocalDate.parse(at < args.size() ? args.remove(at) : ""));
    }

    private int check(List<String> names) throws FaultyRules {
        if (names.isEmpty()) {
            return refuse("rules check takes one file or more", "rules check 须指定文件");
        }
        List<RulesFile> files = RuleFiles.readAll(names);
        RuleFiles.refuseMonthsThatCloseTwice(files, Set.of());
        for (RulesFile file : files) {
            int versions = file.profile().versions().size();
            out.println(file.name() + ": " + file.profile().id() + ", " + versions
                    + (versions == 1 ? " version" : " versions") + ", no mistakes 无误");
        }
        return FINE;
    }

    private int show(List<String> names, Optional<LocalDate> day) throws FaultyRules {
        if (names.size() != 1) {
            return refuse("rules show takes one profile or file", "rules show 须指定一个规则或文件");
        }
        RulesFile file = RuleFiles.read(names.get(0));
        for (Function<Words, String> language : LANGUAGES) {
            DescribedProfile.lines(file, day, language).forEach(out::println);
            out.println();
        }
        return FINE;
    }

    private int diff(List<String> names, Optional<LocalDate> day) throws FaultyRules {
        if (names.size() != 2) {
            return refuse("rules diff takes two profiles or files", "rules diff 须指定两个规则或文件");
        }
        ComparedProfiles.Side one = side(names.get(0), day);
        ComparedProfiles.Side other = side(names.get(1), day);
        out.println("< " + one.rules().version());
        out.println("> " + other.rules().version());
        for (Function<Words, String> language : LANGUAGES) {
            out.println();
            ComparedProfiles.lines(one, other, language).forEach(out::println);
        }
        return FINE;
    }

    /** The version of that day; the last where no day is asked for. {@code profile@day} names one, too. */
    private static ComparedProfiles.Side side(String name, Optional<LocalDate> day) throws FaultyRules {
        int at = name.lastIndexOf('@');
        Optional<LocalDate> asked = at < 0 ? day : Optional.of(LocalDate.parse(name.substring(at + 1)));
        RulesFile file = RuleFiles.read(at < 0 ? name : name.substring(0, at));
        int last = file.profile().versions().size() - 1;
        if (asked.isEmpty()) {
            return new ComparedProfiles.Side(file, last);
        }
        Optional<Integer> version = DescribedProfile.versionOn(file, asked.get());
        return new ComparedProfiles.Side(
                file,
                version.orElseThrow(() -> FaultyRules.of(
                        name + " has no version on " + asked.get() + "; its first begins on "
                                + file.profile().versions().get(0).from(),
                        name + " 在 " + asked.get() + " 尚无版本；最早自 "
                                + file.profile().versions().get(0).from() + " 起")));
    }

    private int list() {
        for (String name : ShippedProfiles.NAMES) {
            RulesFile file = ShippedProfiles.read(name);
            String names = file.written().require("name").textOf("zh") + " · "
                    + file.written().require("name").textOf("en");
            out.println(name + "  " + names);
        }
        return FINE;
    }

    private int schema() {
        out.print(JsonSchema.text());
        return FINE;
    }

    private int refuse(String english, String chinese) {
        err.println(english);
        err.println(chinese);
        return WRONG_USE;
    }
}
