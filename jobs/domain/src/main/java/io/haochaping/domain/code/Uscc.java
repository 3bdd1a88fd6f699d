package io.haochaping.domain.code;

/**
 * The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last of which checks the others.
 *
 * <p>A wrong check character is flagged and never repaired: the figures stay under the code as sent.
 */
public final class Uscc {
    /** Digits and capital letters without I, O, S, V and Z; a character's place is its value. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static final int BODY = 17;
    private static final int MODULUS = ALPHABET.length();

    private Uscc() {}

    /** Whether the code has 18 characters of the alphabet, the last of which is right; {@code null} is not valid. */
    public static boolean isValid(String code) {
        if (code == null || code.length() != BODY + 1) {
            return false;
        }
        int check = check(code);
        return check >= 0 && ALPHABET.charAt(check) == code.charAt(BODY);
    }

    /**
     * The character that belongs behind the first 17.
     *
     * @throws IllegalArgumentException if they are not 17 characters of the alphabet
     */
    public static char checkCharacter(String body) {
        int check = body.length() == BODY ? check(body) : -1;
        if (check < 0) {
            throw new IllegalArgumentException("Not the first 17 characters of a credit code: " + body);
        }
        return ALPHABET.charAt(check);
    }

    /** −1 where one of the first 17 characters is not of the alphabet. */
    private static int check(String code) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < BODY; i++) {
            int value = ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                return -1;
            }
            sum += value * weight;
            weight = weight * 3 % MODULUS;
        }
        return (MODULUS - sum % MODULUS) % MODULUS;
    }
}
