package io.haochaping.exclusions;

import io.haochaping.desk.Sentence;
import io.haochaping.domain.personal.PersonalText;
import java.util.Optional;

/**
 * A decision as somebody asks for it, before its faults are looked at. Empty texts: not said.
 *
 * @param ordinal as written
 */
record Asked(
        String issuingSystem,
        String handlingRegion,
        String caseNumber,
        String ordinal,
        String number,
        String reason,
        String author) {
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NUMBER = 128;

    /** The same with what the command line says where this says nothing. */
    Asked orElse(Asked other) {
        return new Asked(
                issuingSystem,
                handlingRegion,
                caseNumber,
                ordinal,
                first(number, other.number),
                first(reason, other.reason),
                first(author, other.author));
    }

    private static String first(String one, String other) {
        return one.isBlank() ? other : one;
    }

    /** What is wrong with it; empty: nothing that can be seen without the topic. */
    Optional<Sentence> fault() {
        if (caseNumber.isBlank()) {
            return say("缺少办件编号（--case 或列 caseNumber）", "the case number is missing (--case, or column caseNumber)");
        }
        if (issuingSystem.isBlank() && handlingRegion.isBlank()) {
            return say(
                    "缺少发码系统或区划（--system 或 --region，列 issuingSystem 或 handlingRegion）：仅凭编号无法确定办件",
                    "neither issuing system nor region is said (--system or --region, column issuingSystem or handlingRegion): a number alone names no case");
        }
        if (!ordinal.matches("[1-9][0-9]{0,8}")) {
            return say(
                    "服务次序应为从 1 起的整数，而不是“" + ordinal + "”",
                    "the ordinal is a whole number from 1, not \"" + ordinal + "\"");
        }
        if (number.isBlank() || number.length() > LONGEST_NUMBER) {
            return say(
                    "决定编号（--number 或列 exclusionId）须有 1 至 " + LONGEST_NUMBER + " 字",
                    "the number of the decision (--number, or column exclusionId) has 1 to " + LONGEST_NUMBER
                            + " characters");
        }
        if (reason.isBlank() || reason.length() > LONGEST_TEXT) {
            return say(
                    "理由（--reason 或列 reason）须有 1 至 " + LONGEST_TEXT + " 字",
                    "the reason (--reason, or column reason) has 1 to " + LONGEST_TEXT + " characters");
        }
        if (author.isBlank() || author.length() > LONGEST_TEXT) {
            return say(
                    "决定人（--author 或列 author）须有 1 至 " + LONGEST_TEXT + " 字",
                    "the author (--author, or column author) has 1 to " + LONGEST_TEXT + " characters");
        }
        return personal();
    }

    /** What is found is not repeated: this is printed, and may be kept. */
    private Optional<Sentence> personal() {
        return new PersonalText()
                .find(reason).stream()
                        .findFirst()
                        .map(span -> new Sentence(
                                "理由第 " + (span.from() + 1) + " 字起像是个人信息（"
                                        + span.kind().mask() + "）：请改写，理由会永久保存",
                                "the reason seems to hold personal data from its character " + (span.from() + 1)
                                        + " on (" + span.kind().mask()
                                        + "): say it otherwise, reasons are kept for ever"));
    }

    private static Optional<Sentence> say(String chinese, String english) {
        return Optional.of(new Sentence(chinese, english));
    }

    Decision decision(boolean revokes, long at) {
        Subject subject = new Subject(
                issuingSystem.strip(), handlingRegion.strip(), caseNumber.strip(), Integer.parseInt(ordinal));
        return new Decision(subject, number.strip(), revokes, reason.strip(), author.strip(), at);
    }
}
