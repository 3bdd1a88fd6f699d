package io.haochaping.domain.personal;

/** {@code local@domain.tld}, of any width, with at most one space on either side of the sign. */
final class EmailFinder {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    private EmailFinder() {}

    static void find(FoldedText text, Spans out) {
        int floor = 0;
        for (int i = 0; i < text.length; i++) {
            if (text.chars[i] == '@') {
                int from = localBefore(text, i, floor);
                int to = from < 0 ? -1 : domainAfter(text, i);
                if (to > 0) {
                    out.add(PersonalKind.EMAIL, from, to);
                    floor = to;
                    i = to - 1;
                }
            }
        }
    }

    /** The first character of the local part, or -1 where there is none. */
    private static int localBefore(FoldedText text, int sign, int floor) {
        int end = text.at(sign - 1) == ' ' ? sign - 1 : sign;
        int from = end;
        while (from > floor && end - from < LONGEST_LOCAL && isLocal(text, from - 1)) {
            from--;
        }
        return from < end ? from : -1;
    }

    /** The end of the domain, or -1 where what follows is none. */
    private static int domainAfter(FoldedText text, int sign) {
        int start = text.at(sign + 1) == ' ' ? sign + 2 : sign + 1;
        int end = -1;
        int labels = 0;
        int at = start;
        while (at < text.length && at - start < LONGEST_DOMAIN) {
            int label = at;
            while (isPlain(text, at) || at > label && text.at(at) == '-') {
                at++;
            }
            if (at == label) {
                break;
            }
            labels++;
            if (labels > 1 && at - label >= 2 && text.isLatin(label)) {
                end = at;
            }
            if (text.at(at) != '.' && text.at(at) != '。') {
                break;
            }
            at++;
        }
        return end;
    }

    private static boolean isLocal(FoldedText text, int i) {
        char character = text.at(i);
        return isPlain(text, i) || character == '.' || character == '_' || character == '-' || character == '+';
    }

    private static boolean isPlain(FoldedText text, int i) {
        char character = text.at(i);
        return text.isLatin(i) || character >= '0' && character <= '9';
    }
}
