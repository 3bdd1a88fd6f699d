package io.haochaping.domain.code;

/**
 * Codes of regions: two digits each for province, prefecture and county (GB/T 2260), three each for town and village.
 *
 * <p>The digits give the level. They do not give the parent: see {@link RegionTable}.
 */
public final class RegionCode {
    public static final int LENGTH = 12;
    /** Of a village, the deepest. */
    public static final int LEVELS = 5;

    private static final String ZEROS = "0000000000";
    private static final int[] ENDS_OF_LEVELS = {2, 4, 6, 9, 12};

    private RegionCode() {}

    /**
     * Without white space, and padded with zeros to 12 digits where 2, 4, 6 or 9 were sent; anything else stays as sent.
     * Empty for {@code null}. Allocates nothing for 12 digits.
     */
    public static String normalise(String raw) {
        if (raw == null) {
            return "";
        }
        String code = WhiteSpace.removed(raw);
        return isShortForm(code.length()) && isDigits(code) ? code + ZEROS.substring(code.length() - 2) : code;
    }

    /** 1 province, 2 prefecture, 3 county, 4 town, 5 village; 0 for what is not a normalised code of a region. */
    public static int level(String code) {
        if (code.length() != LENGTH || !isDigits(code)) {
            return 0;
        }
        int significant = LENGTH;
        while (significant > 0 && code.charAt(significant - 1) == '0') {
            significant--;
        }
        int level = 0;
        while (level < ENDS_OF_LEVELS.length && significant > (level == 0 ? 0 : ENDS_OF_LEVELS[level - 1])) {
            level++;
        }
        return level;
    }

    /** The code of the level above by digits alone, for towns and villages, whose numbers begin with their county's, and for what no table knows. */
    public static String prefixOf(String code, int level) {
        return code.substring(0, ENDS_OF_LEVELS[level - 1]) + ZEROS.substring(ENDS_OF_LEVELS[level - 1] - 2);
    }

    private static boolean isShortForm(int length) {
        return length == 2 || length == 4 || length == 6 || length == 9;
    }

    private static boolean isDigits(String code) {
        for (int i = 0; i < code.length(); i++) {
            if (code.charAt(i) < '0' || code.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
