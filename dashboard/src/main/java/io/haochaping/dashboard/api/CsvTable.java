package io.haochaping.dashboard.api;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as CSV: UTF-8 with the byte order mark without which Excel takes Chinese for something else, lines by RFC 4180. A text that a spreadsheet would run as
 * a formula gets an apostrophe before it; numbers stay numbers, negative ones too.
 */
final class CsvTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private final StringBuilder text = new StringBuilder(BYTE_ORDER_MARK);
    private final List<String> line = new ArrayList<>();

    CsvTable text(String value) {
        String shown = value == null ? "" : value;
        line.add(shown.isEmpty() || FORMULA_STARTS.indexOf(shown.charAt(0)) < 0 ? shown : "'" + shown);
        return this;
    }

    CsvTable texts(List<String> values) {
        values.forEach(this::text);
        return this;
    }

    /** @param value null or NaN: an empty cell */
    CsvTable number(Number value) {
        if (value instanceof Double fraction) {
            line.add(fraction.isNaN() ? "" : BigDecimal.valueOf(fraction).toPlainString());
        } else {
            line.add(value == null ? "" : value.toString());
        }
        return this;
    }

    /** @param millis null: an empty cell */
    CsvTable instant(Long millis) {
        line.add(millis == null ? "" : Instants.text(millis));
        return this;
    }

    CsvTable endLine() {
        for (int i = 0; i < line.size(); i++) {
            text.append(i == 0 ? "" : ",").append(quoted(line.get(i)));
        }
        text.append("\r\n");
        line.clear();
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
