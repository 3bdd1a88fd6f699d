package io.haochaping.rules.file;

import io.haochaping.domain.code.Channel;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.CodeSystems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The code systems of a file: what they say, and what holds between them. */
final class GivenCodeSystems {
    private static final int LEVELS = 5;
    /** Of the levels of a region's code; another number of digits is no region. */
    private static final Set<Integer> WIDTHS = Set.of(2, 4, 6, 9, 12);
    /** {@code 9-other}: the name other has the number 9, whatever its place in the list. */
    private static final Pattern NUMBERED = Pattern.compile("([0-9]{1,2})-(.+)");

    private final Problems problems;
    /** What was said before, by name and day. */
    private final Map<String, Given> said = new HashMap<>();

    private GivenCodeSystems(Problems problems) {
        this.problems = problems;
    }

    static void check(Given root, Problems problems) {
        GivenCodeSystems systems = new GivenCodeSystems(problems);
        root.itemsOf("versions").forEach(version -> systems.check(version.itemsOf("code-systems")));
    }

    /** Of a file without a mistake. */
    static List<CodeSystems.Declared> of(String file, String profile, Given root) {
        List<CodeSystems.Declared> declared = new ArrayList<>();
        for (Given version : root.itemsOf("versions")) {
            for (Given system : version.itemsOf("code-systems")) {
                declared.add(new CodeSystems.Declared(
                        profile,
                        file + ", line " + system.line() + ": " + system.path(),
                        system(system),
                        LocalDate.parse(system.textOf("known-from"))));
            }
        }
        return declared;
    }

    private void check(List<Given> systems) {
        Set<String> seen = new HashSet<>();
        for (Given system : systems) {
            boolean isFine = hasFiveLevels(system) & hasNumbersOnce(system) & hasWidthsOfRegions(system);
            if (!seen.add(system.textOf("code"))) {
                problems.add(system.require("code"), "该代码体系出现了两次；请删除其一", "stands twice; remove one of the two");
            } else if (isFine) {
                meansOneThing(system);
            }
        }
    }

    private boolean hasFiveLevels(Given system) {
        boolean fine = Math.abs(system.numberOf("best-level") - system.numberOf("worst-level")) == LEVELS - 1;
        if (!fine) {
            problems.add(
                    system.require("worst-level"),
                    "与 best-level 之间应为五个等级；请核对",
                    "makes no five levels with best-level; check both");
        }
        return fine;
    }

    private boolean hasNumbersOnce(Given system) {
        boolean fine = true;
        for (String key : List.of("case-kinds", "applicants")) {
            Set<Integer> numbers = new HashSet<>();
            List<Given> names = system.itemsOf(key);
            for (int i = 0; i < names.size(); i++) {
                if (!numbers.add(numberOf(names.get(i).text(), i + 1))) {
                    problems.add(
                            names.get(i),
                            "其编号与前面的一项相同；请以“编号-名称”另行编号",
                            "has the number of one before it; give it another one, as in 9-other");
                    fine = false;
                }
            }
        }
        return fine;
    }

    private boolean hasWidthsOfRegions(Given system) {
        boolean fine = true;
        for (Given width : system.itemsOf("region-digits")) {
            if (!WIDTHS.contains(Integer.parseInt(width.text()))) {
                problems.add(
                        width, "区划代码没有这个位数；请填写 2、4、6、9 或 12", "is no width of a region's code; write 2, 4, 6, 9 or 12");
                fine = false;
            }
        }
        return fine;
    }

    /** Within the file: what other files say of a name is looked at once all have been read. */
    private void meansOneThing(Given given) {
        CodeSystem system = system(given);
        CodeSystem builtIn = CodeSystems.builtInNamed(system.code());
        if (builtIn != null && !builtIn.readsAs(system)) {
            problems.add(
                    given.require("code"),
                    "为内置代码体系，等级或渠道与此不同（" + builtIn.canonicalText() + "）；请另取名称",
                    "is built in and has other levels or channels (" + builtIn.canonicalText()
                            + "); take another name");
            return;
        }
        Given before = said.putIfAbsent(system.code() + "@" + given.textOf("known-from"), given);
        if (before != null && !system(before).equals(system)) {
            problems.add(
                    given.require("known-from"),
                    "与第 " + before.line() + " 行 " + before.path() + " 的同名体系含义不同；新含义须有新的生效日",
                    "is that of the name in line " + before.line() + ", " + before.path()
                            + ", where it means something else; a new meaning needs a day of its own");
        }
    }

    private static CodeSystem system(Given given) {
        return new CodeSystem(
                given.textOf("code"),
                given.numberOf("best-level"),
                given.numberOf("worst-level"),
                given.textsOf("numbered-channels").stream()
                        .map(GivenCodeSystems::channel)
                        .toList(),
                codes(given, "case-kinds"),
                codes(given, "applicants"),
                given.textsOf("region-digits").stream()
                        .map(Integer::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Channel channel(String name) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.code().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Number and name of each, for either may be sent. */
    private static SortedSet<String> codes(Given given, String key) {
        SortedSet<String> codes = new TreeSet<>();
        List<String> names = given.textsOf(key);
        for (int i = 0; i < names.size(); i++) {
            Matcher numbered = NUMBERED.matcher(names.get(i));
            codes.add(String.valueOf(numberOf(names.get(i), i + 1)));
            codes.add(numbered.matches() ? numbered.group(2) : names.get(i));
        }
        return codes;
    }

    private static int numberOf(String name, int place) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() ? Integer.parseInt(numbered.group(1)) : place;
    }
}
