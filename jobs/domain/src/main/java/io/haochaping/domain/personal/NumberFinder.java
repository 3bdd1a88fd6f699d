package io.haochaping.domain.personal;

import java.util.Arrays;

/**
 * Identity numbers, bank cards and telephone numbers, written in digits of any script and in groups.
 *
 * <p>A <em>run</em> is a row of digits with at most three separating characters between two of them; a <em>group</em> is what stands
 * between separators or changes of script. A number begins where a group begins and ends where one ends: eleven digits in
 * the middle of a case number are no telephone number.
 */
final class NumberFinder {
    private static final String SEPARATORS = " -_.·•・‧—–−/()[]【】*~|";
    private static final int LONGEST_SEPARATOR = 3;
    private static final int LONGEST_NUMBER = 19;

    private static final Words IDENTITY_CUES = Words.of("身份证 身份證 证件号 證件號 证号 證號 身份号 公民身份 ID SFZ 证件");
    private static final Words CARD_CUES = Words.of("卡号 卡號 账号 賬號 帐号 账户 帳戶 银行卡 銀行卡 信用卡 储蓄卡");
    private static final Words LOCAL_CUES = Words.of("电话 電話 座机 座機 固话 固話 传真 傳真 宅电 家电 TEL 拨打 致电 回电 来电");
    private static final String BETWEEN_CUE_AND_NUMBER = " :是为為號号码(";

    private byte[] digits = new byte[64];
    /** Where in the text the digit stands. */
    private int[] places = new int[64];
    /** Whether a group begins with this digit. */
    private boolean[] begins = new boolean[64];

    private int count;

    void find(FoldedText text, Spans out) {
        int i = 0;
        while (i < text.length) {
            if (startsRun(text, i)) {
                i = readRun(text, i);
                search(text, out);
            } else {
                i++;
            }
        }
    }

    private static boolean startsRun(FoldedText text, int i) {
        return text.isDigit(i) || lookAlike(text, i) >= 0 && text.isDigit(i + 1) && !text.isLatin(i - 1);
    }

    /** Reads the run that begins here; the place behind it. */
    private int readRun(FoldedText text, int start) {
        count = 0;
        int i = start;
        int gap = 0;
        boolean separated = true;
        while (i < text.length && gap <= LONGEST_SEPARATOR) {
            int digit =
                    text.isDigit(i) ? text.digits[i] : gap == 0 ? lookAlikeWithin(text, i) : lookAlikeAfterGap(text, i);
            if (digit >= 0) {
                append(digit, i, separated || changesScript(text, i));
                gap = 0;
                separated = false;
            } else if (!text.isInvisible(i)) {
                if (SEPARATORS.indexOf(text.chars[i]) < 0) {
                    break;
                }
                gap++;
                separated = true;
            }
            i++;
        }
        return places[count - 1] + 1;
    }

    private void append(int digit, int place, boolean begin) {
        if (count == digits.length) {
            digits = Arrays.copyOf(digits, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
            begins = Arrays.copyOf(begins, 2 * count);
        }
        digits[count] = (byte) digit;
        places[count] = place;
        begins[count++] = begin;
    }

    private boolean changesScript(FoldedText text, int i) {
        return count > 0 && text.isChineseNumeral(i) != text.isChineseNumeral(places[count - 1]);
    }

    /** Letters that people write for digits so that no filter finds the number: l and I for 1, O for 0. */
    private static int lookAlike(FoldedText text, int i) {
        char character = text.at(i);
        return character == 'O' ? 0 : character == 'L' || character == 'I' ? 1 : -1;
    }

    /** Within a run: followed by a digit, or by its like. */
    private static int lookAlikeWithin(FoldedText text, int i) {
        int value = lookAlike(text, i);
        boolean goesOn = text.isDigit(i + 1)
                || lookAlike(text, i + 1) >= 0
                || !text.isLatin(i + 1) && lookAlike(text, i - 1) >= 0;
        return value >= 0 && goesOn ? value : -1;
    }

    private static int lookAlikeAfterGap(FoldedText text, int i) {
        return text.isDigit(i + 1) ? lookAlike(text, i) : -1;
    }

    private void search(FoldedText text, Spans out) {
        int at = 0;
        while (at < count) {
            int after = begins[at] && !isFraction(text, at) ? match(text, at, out) : -1;
            at = after > 0 ? after : at + 1;
        }
    }

    /** The digits behind a decimal point are no number of their own. */
    private boolean isFraction(FoldedText text, int at) {
        return at > 0 && places[at] - places[at - 1] == 2 && text.at(places[at] - 1) == '.';
    }

    /** The digit behind what was found from here, or -1. */
    private int match(FoldedText text, int at, Spans out) {
        int limit = Math.min(count, at + LONGEST_NUMBER);
        for (int end = limit; end > at + 6; end--) {
            boolean whole = end == count || begins[end];
            PersonalKind kind = whole ? kindOf(text, at, end) : null;
            if (kind != null) {
                int from =
                        kind == PersonalKind.MOBILE || kind == PersonalKind.LANDLINE ? openedAt(text, at) : places[at];
                int last = kind == PersonalKind.LANDLINE ? extensionEnd(text, end) : end;
                int to = kind == PersonalKind.IDENTITY && end - at == Identity.BODY
                        ? Identity.endOfX(text, places[end - 1])
                        : last > end
                                ? places[last - 1] + 1
                                : kind == PersonalKind.LANDLINE
                                        ? writtenExtension(text, places[end - 1] + 1)
                                        : places[end - 1] + 1;
                out.add(kind, from, to);
                return last;
            }
        }
        return -1;
    }

    private PersonalKind kindOf(FoldedText text, int at, int end) {
        int length = end - at;
        if (length == Identity.LENGTH && Identity.isValid(digits, at, digits[end - 1])
                || length == Identity.BODY
                        && Identity.endOfX(text, places[end - 1]) > 0
                        && Identity.isValid(digits, at, 10)
                || isMistyped(text, at, end)
                || length == Identity.OLD_LENGTH && Identity.isOld(digits, at)) {
            return PersonalKind.IDENTITY;
        }
        if (BankCard.isValid(digits, at, length, isCued(text, at, CARD_CUES))) {
            return PersonalKind.CARD;
        }
        int country = countryCode(at, length);
        if (isMobile(at + country, length - country)) {
            return PersonalKind.MOBILE;
        }
        boolean landline = country > 0
                ? isAreaAndLocal(at + country, length - country, true)
                : isAreaAndLocal(at, length, false) || isLocal(text, at, length);
        return landline ? PersonalKind.LANDLINE : null;
    }

    /** With a wrong check character or date, but where the text says that it is one. */
    private boolean isMistyped(FoldedText text, int at, int end) {
        int length = end - at;
        boolean complete =
                length == Identity.LENGTH || length == Identity.BODY && Identity.endOfX(text, places[end - 1]) > 0;
        return complete && Identity.hasProvince(digits, at) && isCued(text, at, IDENTITY_CUES);
    }

    private boolean isCued(FoldedText text, int at, Words cues) {
        return cues.endsBefore(text, places[at], 6);
    }

    /** 86 or 0086 before a number; 0 where there is none. */
    private int countryCode(int at, int length) {
        int zeros = length > 4 && digits[at] == 0 && digits[at + 1] == 0 ? 2 : 0;
        return length - zeros > 9 && digits[at + zeros] == 8 && digits[at + zeros + 1] == 6 ? zeros + 2 : 0;
    }

    /** Eleven digits from 13 to 19; 0 before them was once dialled for another city. */
    private boolean isMobile(int at, int length) {
        int zero = length == 12 && digits[at] == 0 ? 1 : 0;
        return length - zero == 11 && digits[at + zero] == 1 && digits[at + zero + 1] >= 3;
    }

    /** @param abroad whether the leading 0 of the area code is left out, as behind a country code */
    private boolean isAreaAndLocal(int at, int length, boolean abroad) {
        int zero = abroad ? 0 : 1;
        if (!abroad && digits[at] != 0 || length < 10) {
            return false;
        }
        int first = digits[at + zero];
        boolean large = first == 1 && digits[at + zero + 1] == 0 || first == 2;
        boolean other = first >= 3;
        int area = zero + (large ? 2 : 3);
        int local = length - area;
        boolean fits = large ? local == 8 : other && (local == 7 || local == 8);
        return fits && digits[at + area] >= 2;
    }

    /** Without area code only where a cue says what it is. */
    private boolean isLocal(FoldedText text, int at, int length) {
        if (length != 7 && length != 8 || digits[at] < 2) {
            return false;
        }
        int before = places[at];
        while (before > 0 && places[at] - before < 4 && BETWEEN_CUE_AND_NUMBER.indexOf(text.at(before - 1)) >= 0) {
            before--;
        }
        return LOCAL_CUES.endsBefore(text, before, 0);
    }

    /** +86 and an opening bracket belong to the number. */
    private int openedAt(FoldedText text, int at) {
        int from = places[at];
        if (text.at(from - 1) == '(' || text.at(from - 1) == '【') {
            from--;
        }
        return text.at(from - 1) == '+' ? from - 1 : from;
    }

    /** 020-83211234-8012. */
    private int extensionEnd(FoldedText text, int end) {
        if (end >= count || places[end] - places[end - 1] != 2 || text.at(places[end] - 1) == '/') {
            return end;
        }
        char mark = text.at(places[end] - 1);
        int last = end + 1;
        while (last < count && !begins[last]) {
            last++;
        }
        return (mark == '-' || mark == '—') && last - end >= 2 && last - end <= 5 ? last : end;
    }

    /** 转8012. */
    private static int writtenExtension(FoldedText text, int end) {
        int at = end;
        if (text.at(at) == '转' || text.at(at) == '轉') {
            at++;
            int from = at;
            while (text.isDigit(at) && at - from < 6) {
                at++;
            }
            return at > from && at - from < 6 ? at : end;
        }
        return end;
    }
}
