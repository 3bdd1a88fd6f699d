package io.haochaping.domain.personal;

/** Numbers of residents' identity cards, GB 11643: region, date of birth, order, check character. */
final class Identity {
    static final int LENGTH = 18;
    /** Without the check character. */
    static final int BODY = 17;
    /** The form until 1999: a year of two digits and no check character. */
    static final int OLD_LENGTH = 15;

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] CHECKS = {1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Identity() {}

    /** @param check the value of the last character; 10 for X */
    static boolean isValid(byte[] digits, int at, int check) {
        if (!hasProvince(digits, at)) {
            return false;
        }
        int year = number(digits, at + 6, 4);
        if (year < 1880 || year > 2099 || !isDay(digits, at + 10)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < BODY; i++) {
            sum += digits[at + i] * WEIGHTS[i];
        }
        return CHECKS[sum % 11] == check;
    }

    /** Born before 1910 nobody has one any more; born after 1999 nobody ever had one. */
    static boolean isOld(byte[] digits, int at) {
        return hasProvince(digits, at) && digits[at + 6] > 0 && isDay(digits, at + 8);
    }

    /** 11 to 65, 71, 81 to 83. */
    static boolean hasProvince(byte[] digits, int at) {
        int first = digits[at];
        int second = digits[at + 1];
        return switch (first) {
            case 1 -> second >= 1 && second <= 5;
            case 2 -> second >= 1 && second <= 3;
            case 3 -> second >= 1 && second <= 7;
            case 4 -> second >= 1 && second <= 6;
            case 5 -> second <= 4;
            case 6 -> second >= 1 && second <= 5;
            case 7 -> second == 1;
            case 8 -> second >= 1 && second <= 3;
            default -> false;
        };
    }

    /** Behind an X that follows the seventeenth digit, with at most one character between; -1 where none does. */
    static int endOfX(FoldedText text, int last) {
        int at = last + 1;
        if (text.isInvisible(at) || text.at(at) == ' ' || text.at(at) == '-' || text.at(at) == '.') {
            at++;
        }
        boolean x = text.at(at) == 'X' || text.at(at) == '×' || text.at(at) == '叉';
        return x && !text.isLatin(at + 1) ? at + 1 : -1;
    }

    private static boolean isDay(byte[] digits, int at) {
        int month = number(digits, at, 2);
        int day = number(digits, at + 2, 2);
        return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[month - 1];
    }

    private static int number(byte[] digits, int at, int length) {
        int value = 0;
        for (int i = at; i < at + length; i++) {
            value = 10 * value + digits[i];
        }
        return value;
    }
}
