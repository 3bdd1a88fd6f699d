package io.haochaping.domain.personal;

/**
 * A text as the finders read it, place by place of the original: letters of the full width as ASCII in upper case, digits
 * of any script, Chinese numerals and circled digits with their value. Filled anew for every text, so that masking
 * allocates only where a text is longer than all before it.
 */
final class FoldedText {
    /** No digit stands here. */
    static final byte NONE = -1;

    private static final String CHINESE = "零〇一壹幺二贰三叁四肆五伍六陆七柒八捌九玖";
    private static final String CHINESE_VALUES = "001112233445566778899";

    char[] chars = new char[256];
    /** The value of the digit that stands here, or {@link #NONE}. */
    byte[] digits = new byte[256];

    int length;

    private String source = "";

    void fill(String text) {
        source = text;
        length = text.length();
        if (chars.length < length) {
            chars = new char[length];
            digits = new byte[length];
        }
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            chars[i] = character;
            digits[i] = NONE;
            if (character >= '0' && character <= '9') {
                digits[i] = (byte) (character - '0');
            } else if (character >= 'a' && character <= 'z') {
                chars[i] = (char) (character - 'a' + 'A');
            } else if (character > '~') {
                fold(i, character, text);
            }
        }
    }

    private void fold(int i, char character, String text) {
        if (character >= '\uFF01' && character <= '\uFF5E') {
            char ascii = (char) (character - 0xFEE0);
            chars[i] = ascii >= 'a' && ascii <= 'z' ? (char) (ascii - 'a' + 'A') : ascii;
            digits[i] = ascii >= '0' && ascii <= '9' ? (byte) (ascii - '0') : NONE;
        } else if (character == '\u3000') {
            chars[i] = ' ';
        } else if (Character.isHighSurrogate(character)) {
            digits[i] = (byte) Character.digit(text.codePointAt(i), 10);
        } else if (character >= '\u2460' && character <= '\u2468') {
            digits[i] = (byte) (character - '\u2460' + 1);
        } else if (character >= '\u2776' && character <= '\u277E') {
            digits[i] = (byte) (character - '\u2776' + 1);
        } else if (character == '\u24EA') {
            digits[i] = 0;
        } else {
            int chinese = CHINESE.indexOf(character);
            digits[i] = (byte) (chinese >= 0 ? CHINESE_VALUES.charAt(chinese) - '0' : Character.digit(character, 10));
        }
    }

    char at(int i) {
        return i >= 0 && i < length ? chars[i] : '\0';
    }

    boolean isDigit(int i) {
        return i >= 0 && i < length && digits[i] != NONE;
    }

    /** A numeral that is a Chinese character, which can also be a word beside a number. */
    boolean isChineseNumeral(int i) {
        return isDigit(i) && isHan(i);
    }

    boolean isHan(int i) {
        char character = at(i);
        return character >= '\u4E00' && character <= '\u9FFF'
                || character == '\u3007'
                || character >= '\u3400' && character <= '\u4DBF';
    }

    boolean isLatin(int i) {
        char character = at(i);
        return character >= 'A' && character <= 'Z';
    }

    /** As it was written: letters were folded to capitals. */
    boolean isCapital(int i) {
        return isLatin(i) && Character.isUpperCase(source.charAt(i));
    }

    /** Takes no room on the screen: joins what it stands between. */
    boolean isInvisible(int i) {
        char character = at(i);
        return character >= '\u200B' && character <= '\u200F'
                || character == '\u2060'
                || character == '\uFEFF'
                || character == '\u00AD'
                || Character.isLowSurrogate(character) && digits[i - 1] != NONE;
    }

    boolean startsAt(int i, String word) {
        if (i < 0 || i + word.length() > length) {
            return false;
        }
        for (int k = 0; k < word.length(); k++) {
            if (chars[i + k] != word.charAt(k)) {
                return false;
            }
        }
        return true;
    }
}
