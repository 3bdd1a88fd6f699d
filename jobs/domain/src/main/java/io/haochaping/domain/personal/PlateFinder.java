package io.haochaping.domain.personal;

/** 粤A12345, 粤AD12345 and 粤B12345D of new energy, 粤A1234学, 使014578; with a dot, dash or space behind the letter or before it. */
final class PlateFinder {
    private static final String PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛陝貴雲寧瓊";
    private static final String LAST = "学警挂港澳领試试超";
    private static final String MARKS = " ·•・‧∙.．-－—";
    /** 更新A12345 is a version, not a car of Xinjiang. */
    private static final String BEFORE_NEW = "更最全重创翻";

    private static final int PLAIN = 5;
    private static final int NEW_ENERGY = 6;
    private static final int EMBASSY = 6;

    private PlateFinder() {}

    static void find(FoldedText text, Spans out) {
        for (int i = 0; i < text.length; i++) {
            if (!text.isHan(i)) {
                continue;
            }
            int end = text.chars[i] == '使' ? embassy(text, i) : plate(text, i);
            if (end > 0) {
                out.add(PersonalKind.PLATE, i, end);
                i = end - 1;
            }
        }
    }

    private static int embassy(FoldedText text, int i) {
        int end = serialEnd(text, i + 1);
        return end - i - 1 == EMBASSY && digitsIn(text, i + 1, end) == EMBASSY ? end : -1;
    }

    private static int plate(FoldedText text, int province) {
        if (PROVINCES.indexOf(text.chars[province]) < 0
                || text.chars[province] == '新' && BEFORE_NEW.indexOf(text.at(province - 1)) >= 0) {
            return -1;
        }
        int letter = MARKS.indexOf(text.at(province + 1)) >= 0 ? province + 2 : province + 1;
        if (!text.isLatin(letter) || text.at(letter) == 'I') {
            return -1;
        }
        int from = MARKS.indexOf(text.at(letter + 1)) >= 0 ? letter + 2 : letter + 1;
        int end = serialEnd(text, from);
        int length = end - from;
        int digits = digitsIn(text, from, end);
        if (length == PLAIN - 1 && digits >= 2 && end < text.length && LAST.indexOf(text.at(end)) >= 0) {
            return end + 1;
        }
        return length == PLAIN && digits >= 3 || length == NEW_ENERGY && isNewEnergy(text, from, digits) ? end : -1;
    }

    /** D or F and five more characters, the last four digits, or five digits and D or F. */
    private static boolean isNewEnergy(FoldedText text, int from, int digits) {
        boolean small =
                digits >= 4 && isEnergyLetter(text.at(from)) && digitsIn(text, from + 2, from + NEW_ENERGY) == 4;
        return small || digits == PLAIN && isEnergyLetter(text.at(from + PLAIN));
    }

    private static boolean isEnergyLetter(char character) {
        return character >= 'A' && character <= 'K';
    }

    private static int serialEnd(FoldedText text, int from) {
        int end = from;
        while (end < text.length && end - from <= NEW_ENERGY && (isAsciiDigit(text, end) || text.isLatin(end))) {
            end++;
        }
        return end;
    }

    private static int digitsIn(FoldedText text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += isAsciiDigit(text, i) ? 1 : 0;
        }
        return count;
    }

    private static boolean isAsciiDigit(FoldedText text, int i) {
        char character = text.at(i);
        return character >= '0' && character <= '9';
    }
}
