package io.haochaping.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.rules.file.FaultyRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunRulesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void showSaysInBothLanguagesWhatHeldOnADay() {
        assertThat(run("show guangdong --at 2020-01-15")).isZero();

        assertThat(out())
                .contains("办结后 7 个自然日内无任何评价的，计一次 3 级默认评价。")
                .contains(
                        "A completed case with no rating at all counts one default of level 3 at the end of natural day 7.")
                .contains("guangdong@2019-07-01")
                .doesNotContain("guangdong@2021-01-01");
    }

    @Test
    void showNamesWhatIsAssumedAndWhatNothingReadsYet() {
        run("show shanghai");

        assertThat(out())
                .contains("assumed: Limits of 5 and 15 working days are published; which reviews are difficult is not.")
                .contains("deadlines [obeyed in counting, by severity, too, where work orders tell it")
                .contains("nothing reads the warnings yet]");
    }

    @Test
    void diffSaysWhatIsCountedDifferentlyAndWhatThatMoves() {
        assertThat(run("diff sichuan shanghai")).isZero();

        assertThat(out())
                .contains("levels: changes the numerator of the good rate")
                .contains("  < Levels 5 to 3 are good.")
                .contains("  > Levels 5 and 4 are good, 3 is neutral.")
                .contains("levels：影响好评率的分子")
                .doesNotContain("identity");
    }

    @Test
    void diffOfTheSameSaysSo() {
        run("diff sichuan sichuan");

        assertThat(out()).contains("Both say the same.").contains("两者相同。");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chekc",
                "check",
                "show",
                "diff sichuan",
                "show sichan",
                "show no/such.yaml",
                "show sichuan --at yesterday",
                "show sichuan --at",
                "diff sichuan@2001-01-01 hunan"
            })
    void wrongUseEndsWithTwoAndSaysWhatToDo(String command) {
        assertThat(run(command)).isEqualTo(2);

        assertThat(err()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }

    @Test
    void aMisspeltProfileIsToldTheNearest() {
        run("show sichan");

        assertThat(err()).contains("the nearest profile is sichuan").contains("最接近的规则是 sichuan");
    }

    @Test
    void twoFilesThatClaimOneRegionAreRefusedTogether() {
        assertThat(run("check shenzhen src/test/resources/good/smallest.yaml")).isEqualTo(2);

        assertThat(err()).contains("the profiles shenzhen and city both hold in 440300000000 on 2021-05-01");
    }

    @Test
    void twoFilesThatMeanTwoThingsByOneCodeSystemAreRefusedWithBothPlaces(@TempDir Path folder) throws Exception {
        Path one = Files.writeString(
                folder.resolve("one.yaml"), declaring("one", "440300", "best-level: 1, worst-level: 5"));
        Path other = Files.writeString(
                folder.resolve("other.yaml"), declaring("other", "440100", "best-level: 5, worst-level: 1"));

        assertThat(run("check " + one + " " + other)).isEqualTo(2);

        assertThat(err())
                .contains("the code system x means two things from 2027-01-01 on")
                .contains("in " + one + ", line 6: versions[1].code-systems[1]")
                .contains("in " + other + ", line 6: versions[1].code-systems[1]")
                .contains("take another name")
                .contains("两种含义");
        err.reset();
        assertThat(run("check " + one)).isZero();
    }

    /** Each file by itself is fine: what the city leaves decides whether a month closes twice. */
    @Test
    void aCutOffThatIsAnotherOneThanThatOfAnotherFileIsRefusedWithinAMonth(@TempDir Path folder) throws Exception {
        Path around = Files.writeString(folder.resolve("around.yaml"), closing("around", "2021-05-01", "440000", 7));
        Path city = Files.writeString(folder.resolve("city.yaml"), closing("city", "2027-03-15", "440300", 10));

        assertThat(run("check " + around)).isZero();
        assertThat(run("check " + city)).isZero();
        assertThat(run("check " + around + " " + city)).isEqualTo(2);

        assertThat(err().lines())
                .containsExactly(
                        city
                                + ", line 4: versions[1].from: is not the first of a month, and from that day on months close"
                                + " after 10 working days (city@2027-03-15) and not after 7 (around@2021-05-01) in"
                                + " 440300000000, so that one month has two cut-offs; begin the version on the first of"
                                + " a month, such as 2027-04-01",
                        city + " 第 4 行：versions[1].from：不是某月 1 日，而区划 440300000000 的截止工作日自该日起由 7（around@2021-05-01）改为"
                                + " 10（city@2027-03-15），该月将有两个截止时间；请将该版本改为自某月 1 日起，如 2027-04-01");
    }

    @Test
    void aCutOffThatChangesWithinAMonthStopsNoJobThatCountsByIt() throws Exception {
        List<String> names = List.of("city.yaml");
        List<String> texts = List.of(closing("city", "2027-03-15", "440300", 5));

        assertThat(RuleFiles.book(names, texts).versions()).hasSize(2);
        RuleFiles.refuseMonthsThatCloseTwice(names, texts, Set.of("rules city@2027-03-15"));
        assertThatThrownBy(() -> RuleFiles.refuseMonthsThatCloseTwice(names, texts, Set.of("rules city@2027-02-15")))
                .isInstanceOf(FaultyRules.class);
    }

    @Test
    void showSaysWhoObeysACodeSystem() {
        run("show national");

        assertThat(out()).contains("code systems [obeyed at the door]").contains("代码体系 [记录进入时遵守]");
    }

    @Test
    void showSaysWhichViewsObeyABlock() {
        run("show baiyun");
        assertThat(out())
                .contains("peer groups [obeyed in publishing]")
                .contains("channel tree [obeyed in publishing]")
                .contains("渠道树 [发布视图中遵守]");
        run("show national");
        assertThat(out())
                .contains("tags [obeyed in the view of tags]")
                .contains("510 one window, one visit, 511 accepted before all papers")
                .contains("reference data [obeyed in checking: the tables of this version and no others]");
    }

    private static String closing(String profile, String from, String region, int days) {
        return """
                profile: %s
                name: {zh: 市, en: City}
                versions:
                  - from: %s
                    regions: ["%s"]
                    publication: {cut-off-working-days: %d}
                """.formatted(profile, from, region, days);
    }

    private static String declaring(String profile, String region, String levels) {
        return """
                profile: %s
                name: {zh: 市, en: City}
                versions:
                  - from: 2021-05-01
                    regions: ["%s"]
                    code-systems: [{code: x, known-from: 2027-01-01, %s}]
                """.formatted(profile, region, levels);
    }

    private int run(String command) {
        List<String> args = Arrays.stream(command.split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        return new RunRules(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
