package io.haochaping.traffic;

import java.util.Locale;

/** Unified social credit codes (GB 32100-2015) of made-up departments, with both check digits. */
final class SocialCreditCode {
    private static final String SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    private SocialCreditCode() {}

    /**
     * @param county six digits
     * @param number 0 … 99,999,999
     */
    static String of(String county, int number) {
        String body = String.format(Locale.ROOT, "%08d", number);
        String first17 = "11" + county + body + organisationCheck(body);
        return first17 + check(first17);
    }

    private static char organisationCheck(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum += (body.charAt(i) - '0') * ORGANISATION_WEIGHTS[i];
        }
        int check = (11 - sum % 11) % 11;
        return check == 10 ? 'X' : (char) ('0' + check);
    }

    static char check(String first17) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += SYMBOLS.indexOf(first17.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return SYMBOLS.charAt((31 - sum % 31) % 31);
    }
}
