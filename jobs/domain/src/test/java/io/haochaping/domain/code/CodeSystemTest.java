package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CodeSystemTest {
    @Test
    void theSameDigitIsTheBestLevelInOneSystemAndTheWorstInAnother() {
        assertThat(CodeSystem.PLATFORM.level("5")).isEqualTo(5);
        assertThat(CodeSystem.GBT39046.level("5")).isEqualTo(1);
        assertThat(CodeSystem.DESK_SDK.level("5")).isZero();
    }

    /** Each line: the levels that the codes 0 to 9 stand for; 0 is none. */
    @ParameterizedTest
    @CsvSource({"platform, 0123450000", "gbt39046, 0543210000", "desk-sdk, 5432100000"})
    void everyDigitHasItsLevelOrNone(String name, String levels) {
        CodeSystem system = CodeSystems.builtInNamed(name);
        for (int code = 0; code <= 9; code++) {
            assertThat(system.level(String.valueOf(code)))
                    .as("%s %d", name, code)
                    .isEqualTo(levels.charAt(code) - '0');
        }
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void aLevelThatIsNotACodeOfTheSystemIsUnknown(CodeSystem system) {
        for (String raw : new String[] {null, "", " 3", "3 ", "03", "6", "9", "-1", "３", "三", "满意", "a"}) {
            assertThat(system.level(raw)).as("%s %s", system, raw).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "platform, web mobile qr hall kiosk sms default other other",
        "gbt39046, web mobile qr hall kiosk hotline sms other other",
        "desk-sdk, other other other other other other other other other",
    })
    void theNumbersOfChannelsAreThoseOfTheSystem(String name, String channels) {
        CodeSystem system = CodeSystems.builtInNamed(name);
        String[] expected = channels.split(" ");
        for (int i = 0; i < expected.length; i++) {
            assertThat(system.channel(String.valueOf(i + 1)).code())
                    .as("%s %d", name, i + 1)
                    .isEqualTo(expected[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void namesOfChannelsStandForThemselvesInEverySystem(CodeSystem system) {
        String names = "web mobile qr hall kiosk sms hotline courier paper default";

        assertThat(Arrays.stream(names.split(" "))
                        .map(name -> system.channel(name).code()))
                .containsExactly(names.split(" "));
        for (String raw : new String[] {null, "", "0", "10", " web", "Web", "online", "on-site", "other", "ｗeb", "渠"}) {
            assertThat(system.channel(raw)).as("%s %s", system, raw).isEqualTo(Channel.OTHER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, online",
        "2, on-site",
        "online, online",
        "on-site, on-site",
        "web, web",
        "default, default",
        "hotline, hotline",
        "3, other",
        "0, other",
        "other, other",
        "'', other",
        ", other",
        "On-site, other",
    })
    void aCaseCameInOnlineOrOnSiteOrByAChannelThatHasAName(String raw, String channel) {
        assertThat(CodeSystem.caseChannel(raw).code()).isEqualTo(channel);
    }

    static List<CodeSystem> builtIn() {
        return CodeSystem.BUILT_IN;
    }
}
