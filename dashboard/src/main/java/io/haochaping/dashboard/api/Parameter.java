package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import java.util.List;
import java.util.regex.Pattern;

/** A parameter of a path: its name, what it may be, and what it is where nobody sets it. */
abstract class Parameter {
    /** As long as a dimension can be in the store; anything longer was counted under OTHER. */
    private static final int LONGEST_TEXT = 64;
    /** As much of a wrong value as a refusal repeats. */
    private static final int LONGEST_ECHO = 40;

    private final String name;
    private final String standard;

    private Parameter(String name, String standard) {
        this.name = name;
        this.standard = standard;
    }

    String name() {
        return name;
    }

    /** Null: nothing. */
    String standard() {
        return standard;
    }

    /** @throws Refusal naming the parameter, what was given and what may be given */
    abstract void check(String given);

    /** @param standard null: nothing */
    static Parameter oneOf(String name, String standard, List<String> words) {
        return new Parameter(name, standard) {
            @Override
            void check(String given) {
                if (!words.contains(given)) {
                    String list = String.join(", ", words);
                    throw refused(given, "is not one of " + list, "不是以下之一：" + list);
                }
            }
        };
    }

    static Parameter text(String name) {
        return new Parameter(name, null) {
            @Override
            void check(String given) {
                if (given.codePointCount(0, given.length()) > LONGEST_TEXT) {
                    throw refused(
                            given, "is longer than " + LONGEST_TEXT + " characters", "超过 " + LONGEST_TEXT + " 个字符");
                }
                if (given.codePoints().anyMatch(Character::isISOControl)) {
                    throw refused("…", "holds a control character", "含有控制字符");
                }
            }
        };
    }

    static Parameter region(String name) {
        return pattern(
                name,
                Pattern.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}"),
                "is no code of a region: write 2, 4, 6, 9 or 12 digits",
                "不是行政区划代码：请写 2、4、6、9 或 12 位数字");
    }

    /** @param english what a refusal says of a value that does not match, and {@code chinese} the same */
    static Parameter pattern(String name, Pattern pattern, String english, String chinese) {
        return new Parameter(name, null) {
            @Override
            void check(String given) {
                if (!pattern.matcher(given).matches()) {
                    throw refused(given, english, chinese);
                }
            }
        };
    }

    static Parameter moment(String name) {
        return new Parameter(name, null) {
            @Override
            void check(String given) {
                if (!Moments.isOne(given)) {
                    throw refused(
                            given,
                            "is no moment: write 2026-11-20 or 2026-11-20T10:00, by the clocks of Asia/Shanghai",
                            "不是时刻：请写 2026-11-20 或 2026-11-20T10:00（北京时间）");
                }
            }
        };
    }

    /** @param standard null: nothing */
    static Parameter number(String name, int least, int most, Integer standard) {
        Pattern digits = Pattern.compile("[0-9]{1,9}");
        return new Parameter(name, standard == null ? null : standard.toString()) {
            @Override
            void check(String given) {
                if (!digits.matcher(given).matches()
                        || Integer.parseInt(given) < least
                        || Integer.parseInt(given) > most) {
                    throw refused(
                            given,
                            "is no whole number from " + least + " to " + most,
                            "不是 " + least + " 到 " + most + " 之间的整数");
                }
            }
        };
    }

    /** The number of a cut. */
    static Parameter epoch(String name) {
        return pattern(
                name,
                Pattern.compile("[0-9]{1,15}"),
                "is no number of a cut: write the epoch, a whole number from 0 on",
                "不是切面编号：请写 epoch，即不小于 0 的整数");
    }

    Refusal refused(String given, String english, String chinese) {
        String shown = given.codePointCount(0, given.length()) > LONGEST_ECHO
                ? given.substring(0, given.offsetByCodePoints(0, LONGEST_ECHO)) + "…"
                : given;
        String printable = shown.codePoints().anyMatch(Character::isISOControl) ? "…" : shown;
        return new Refusal(
                Code.BAD_PARAMETER,
                name,
                "The parameter " + name + " is \"" + printable + "\", which " + english + ".",
                "参数 " + name + " 的值“" + printable + "”" + chinese + "。");
    }
}
