package io.haochaping.domain.personal;

/**
 * Names of persons where the text says that one comes: behind 姓名, 申请人, 窗口人员 and the like, or before a title. Whether
 * a Chinese name has two characters or three can only be told from what follows it; where that is no name at all
 * (工作人员高高在上), it stays.
 */
final class NameFinder {
    /** Behind these comes a name, unless what comes cannot be one. */
    private static final Words NAMING = Words.of(ChineseNames.NAMING_CUES);
    /** Behind these a name often comes, and often a verb. */
    private static final Words PEOPLE = Words.of(ChineseNames.PEOPLE_CUES);

    private static final Words SURNAMES = Words.of(ChineseNames.SURNAMES);
    private static final Words COMPOUND = Words.of(ChineseNames.COMPOUND_SURNAMES);
    private static final Words WORDS = Words.of(ChineseNames.WORDS_LIKE_NAMES);
    private static final Words FOLLOWERS = Words.of(ChineseNames.FOLLOWERS);
    private static final Words TITLES = Words.of("先生 女士 小姐 同志 老师 老師 师傅 阿姨 大姐 大哥");
    private static final Words LATIN_TITLES = Words.of("MR MRS MS MISS MR. MRS. MS.");
    private static final String CONNECTORS = ":：︰是为為叫 “\"「";
    private static final int LONGEST_CONNECTOR = 3;
    private static final int LONGEST_LATIN = 48;

    private NameFinder() {}

    static void find(FoldedText text, Spans out) {
        int i = 0;
        while (i < text.length) {
            int to = atCue(text, i, out);
            if (to < 0) {
                to = atTitle(text, i, out);
            }
            i = to > i ? to : i + 1;
        }
    }

    /** Where a cue begins here: the place to go on from; else -1. */
    private static int atCue(FoldedText text, int i, Spans out) {
        int naming = NAMING.at(text, i);
        int people = PEOPLE.at(text, i);
        int length = Math.max(naming, people);
        if (length == 0) {
            return text.startsAt(i, "工号") ? behindStaffNumber(text, i, out) : -1;
        }
        boolean named = naming >= people;
        int at = i + length;
        int connector = at;
        while (at < text.length && at - connector < LONGEST_CONNECTOR && CONNECTORS.indexOf(text.at(at)) >= 0) {
            at++;
        }
        boolean marked = named && at > connector;
        int end = report(text, at, named, marked, out);
        while (end > 0 && text.at(end) == '、') {
            int next = nameEnd(text, end + 1, false);
            if (next < 0) {
                return end;
            }
            out.add(PersonalKind.NAME, end + 1, next);
            end = next;
        }
        return end > 0 ? end : i + length;
    }

    private static int behindStaffNumber(FoldedText text, int i, Spans out) {
        int at = i + 2;
        while (at < text.length && at - i < 12 && (text.isDigit(at) || text.at(at) == ':' || text.at(at) == ' ')) {
            at++;
        }
        return at > i + 2 ? report(text, at, false, false, out) : -1;
    }

    private static int report(FoldedText text, int at, boolean named, boolean marked, Spans out) {
        int end = nameEnd(text, at, named);
        if (end < 0 && named) {
            end = foreignEnd(text, at);
        }
        int latin = marked && end < 0 ? LATIN_TITLES.at(text, at) : 0;
        int from = latin > 0 ? at + latin + (text.at(at + latin) == ' ' ? 1 : 0) : at;
        if (end < 0 && marked) {
            end = latinEnd(text, from);
        }
        if (end > 0) {
            out.add(PersonalKind.NAME, from, end);
        }
        return end;
    }

    /**
     * Surname and given name from here.
     *
     * @param named whether a name must come, so that a doubtful end is taken as the end of one of three characters
     */
    private static int nameEnd(FoldedText text, int from, boolean named) {
        int surname = surnameAt(text, from);
        if (surname == 0 || WORDS.at(text, from) > 0) {
            return -1;
        }
        int given = from + surname;
        if (text.at(given) == ' ' && text.isHan(given + 1)) {
            return ends(text, given + 2) ? given + 2 : ends(text, given + 3) && text.isHan(given + 2) ? given + 3 : -1;
        }
        if (!isName(text, given)) {
            return -1;
        }
        boolean two = isName(text, given + 1);
        if (two && ends(text, given + 2) && !(FOLLOWERS.at(text, given + 1) > 1)) {
            return given + 2;
        }
        if (ends(text, given + 1)) {
            return given + 1;
        }
        return two && named ? given + 2 : -1;
    }

    private static int surnameAt(FoldedText text, int i) {
        int compound = COMPOUND.at(text, i);
        return compound > 0 ? compound : SURNAMES.at(text, i);
    }

    private static boolean isName(FoldedText text, int i) {
        return text.isHan(i) && ChineseNames.NEVER_GIVEN.indexOf(text.at(i)) < 0;
    }

    /** Whether a name can end before this place. */
    private static boolean ends(FoldedText text, int i) {
        return i >= text.length || !text.isHan(i) || FOLLOWERS.at(text, i) > 0;
    }

    /** 阿依古丽·买买提. */
    private static int foreignEnd(FoldedText text, int from) {
        int at = from;
        while (text.isHan(at) && at - from < 8) {
            at++;
        }
        if (at - from < 2 || "·•・‧".indexOf(text.at(at)) < 0) {
            return -1;
        }
        int second = at + 1;
        at = second;
        while (text.isHan(at) && at - second < 8 && FOLLOWERS.at(text, at) < 2) {
            at++;
        }
        return at - second >= 2 ? at : -1;
    }

    /** Two words or more of Latin letters. */
    private static int latinEnd(FoldedText text, int from) {
        int end = -1;
        int words = 0;
        int at = from;
        while (at - from < LONGEST_LATIN && text.isCapital(at)) {
            while (text.isLatin(at)) {
                at++;
            }
            words++;
            end = at;
            at += text.at(at) == ' ' && text.isLatin(at + 1) ? 1 : 0;
        }
        return words >= 2 && words <= 4 ? end : -1;
    }

    /** A full name before a title; 王女士 is how texts are redacted by custom, and stays. */
    private static int atTitle(FoldedText text, int i, Spans out) {
        if (TITLES.at(text, i) == 0) {
            return -1;
        }
        for (int length = 4; length >= 2; length--) {
            int from = i - length;
            int surname = from < 0 ? 0 : surnameAt(text, from);
            boolean fits = surname > 0 && length - surname >= 1 && length - surname <= 2 && WORDS.at(text, from) == 0;
            if (fits && allNames(text, from + surname, i)) {
                out.add(PersonalKind.NAME, from, i);
                return i + 2;
            }
        }
        return -1;
    }

    private static boolean allNames(FoldedText text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isName(text, i)) {
                return false;
            }
        }
        return true;
    }
}
