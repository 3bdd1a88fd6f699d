package io.haochaping.rules;

import io.haochaping.configuration.NearestName;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.CutOffChange;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.MonthsThatCloseTwice;
import io.haochaping.rules.file.RulesFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules by what a person calls them: the name of a shipped profile, or a file. */
public final class RuleFiles {
    private RuleFiles() {}

    /** @throws FaultyRules also where the name is neither a shipped profile nor a file */
    public static RulesFile read(String nameOrFile) throws FaultyRules {
        if (ShippedProfiles.NAMES.contains(nameOrFile)) {
            return ShippedProfiles.read(nameOrFile);
        }
        boolean looksLikeFile =
                nameOrFile.contains("/") || nameOrFile.contains(".") || Files.exists(Path.of(nameOrFile));
        if (!looksLikeFile) {
            String nearest = NearestName.to(nameOrFile, ShippedProfiles.NAMES);
            throw FaultyRules.of(
                    "there is neither a profile nor a file \"" + nameOrFile + "\"; the nearest profile is " + nearest,
                    "没有名为 \"" + nameOrFile + "\" 的规则或文件；最接近的规则是 " + nearest);
        }
        return RulesFile.read(Path.of(nameOrFile));
    }

    /**
     * The book of several; the built-in rules where there are none.
     *
     * @throws FaultyRules naming every mistake of every file, and profiles that claim the same region
     */
    public static RuleBook book(List<String> namesOrFiles) throws FaultyRules {
        return bookOf(readAll(namesOrFiles));
    }

    /** The same from texts that were read before, each beside its name. */
    public static RuleBook book(List<String> names, List<String> texts) throws FaultyRules {
        return bookOf(parseAll(names, texts));
    }

    /** The text of each, looked at as {@link #book} does. */
    public static List<String> texts(List<String> namesOrFiles) throws FaultyRules {
        List<RulesFile> files = readAll(namesOrFiles);
        bookOf(files);
        return files.stream().map(RulesFile::text).toList();
    }

    /**
     * Refuses versions that let a month close twice. Apart from {@link #book}, for a job that counts under such a version goes on (docs/decisions/0099).
     *
     * @param texts that were read before, each beside its name
     * @param counted decisions that figures stand under already; their versions are let be
     */
    public static void refuseMonthsThatCloseTwice(List<String> names, List<String> texts, Set<String> counted)
            throws FaultyRules {
        refuseMonthsThatCloseTwice(parseAll(names, texts), counted);
    }

    /** @throws FaultyRules also for whatever {@link #book} refuses */
    static void refuseMonthsThatCloseTwice(List<RulesFile> files, Set<String> counted) throws FaultyRules {
        List<CutOffChange> changes = bookOf(files).cutOffChangesWithinMonths().stream()
                .filter(change -> !counted.contains(change.decision()))
                .toList();
        MonthsThatCloseTwice.refuse(files, changes);
    }

    private static List<RulesFile> parseAll(List<String> names, List<String> texts) throws FaultyRules {
        List<RulesFile> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            files.add(RulesFile.parse(names.get(i), texts.get(i)));
        }
        return files;
    }

    static List<RulesFile> readAll(List<String> namesOrFiles) throws FaultyRules {
        List<RulesFile> files = new ArrayList<>();
        List<FaultyRules> faulty = new ArrayList<>();
        for (String name : namesOrFiles) {
            try {
                files.add(read(name));
            } catch (FaultyRules refused) {
                faulty.add(refused);
            }
        }
        if (!faulty.isEmpty()) {
            throw FaultyRules.of(faulty);
        }
        return files;
    }

    private static RuleBook bookOf(List<RulesFile> files) throws FaultyRules {
        if (files.isEmpty()) {
            return RuleBook.builtIn();
        }
        refuseTwoMeanings(files);
        try {
            return new ProfileBook(files.stream().map(RulesFile::profile).toList(), RegionTable.builtIn());
        } catch (IllegalArgumentException rivals) {
            throw FaultyRules.of(
                    rivals.getMessage() + "; leave out one of the files, or take the region out of one",
                    "规则相互冲突（" + rivals.getMessage() + "）；请去掉其中一个文件，或从其一中删除该区划");
        }
    }

    private static void refuseTwoMeanings(List<RulesFile> files) throws FaultyRules {
        try {
            CodeSystems.of(files.stream()
                    .flatMap(file -> file.profile().codeSystems().stream())
                    .toList());
        } catch (IllegalArgumentException twoMeanings) {
            throw FaultyRules.of(
                    twoMeanings.getMessage(), "同一代码体系名称有两种含义（" + twoMeanings.getMessage() + "）；请为其一另取名称，或使两处一致");
        }
    }
}
