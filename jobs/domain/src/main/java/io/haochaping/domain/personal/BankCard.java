package io.haochaping.domain.personal;

/** Numbers of bank cards: the prefix of a bank, and Luhn's check digit. */
final class BankCard {
    private BankCard() {}

    static boolean isValid(byte[] digits, int at, int length, boolean cued) {
        return length >= 16 && length <= 19 && hasPrefix(digits, at, length, cued) && passesLuhn(digits, at, length);
    }

    /** UnionPay's 62 and 60 of any length; the others of 16 digits, and the old debit cards 9558 of 19. */
    private static boolean hasPrefix(byte[] digits, int at, int length, boolean cued) {
        int two = digits[at] * 10 + digits[at + 1];
        if (two == 62 || two == 60 && length == 16) {
            return true;
        }
        if (two == 95) {
            return length == 19 && digits[at + 2] == 5 && digits[at + 3] == 8;
        }
        boolean scheme = digits[at] == 4 || two >= 51 && two <= 55 || two == 35;
        return scheme && length == 16 && (cued || !readsAsRegionAndYear(digits, at));
    }

    /** A case number of sixteen digits that begins with region and year, 4401062026…, passes Luhn's check one time in ten. */
    private static boolean readsAsRegionAndYear(byte[] digits, int at) {
        int century = digits[at + 6] * 10 + digits[at + 7];
        return Identity.hasProvince(digits, at) && (century == 19 || century == 20);
    }

    private static boolean passesLuhn(byte[] digits, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits[at + length - 1 - i];
            if ((i & 1) == 1) {
                digit *= 2;
                digit -= digit > 9 ? 9 : 0;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
