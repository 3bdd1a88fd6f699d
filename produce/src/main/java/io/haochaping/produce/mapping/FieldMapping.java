package io.haochaping.produce.mapping;

import io.haochaping.produce.input.Cell;
import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.input.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * From columns to the value of one field.
 *
 * @param columns of a list: all of them; else the first that is not empty, or with {@code join} all of them
 * @param join text between the columns; null: the first that is not empty
 * @param constant the value whatever the line says; null: the columns say it
 * @param codes the source's own codes and what each is in ours
 * @param asSent true where a code that is not in the table goes through as it is; false: the line is refused
 * @param times the forms a time may have, tried in turn
 * @param separator between the elements of a list that is one text
 * @param standard used where the columns are empty; empty: none
 * @param required a line without a value is refused
 */
record FieldMapping(
        Target target,
        List<String> columns,
        String join,
        String constant,
        Map<String, String> codes,
        boolean asSent,
        List<TimeForm> times,
        String separator,
        String standard,
        boolean required) {
    /** What a spreadsheet makes of a long number: the digits behind are gone for good. */
    private static final Pattern ROUNDED = Pattern.compile("\\d([.,]\\d+)?[eE]\\+?\\d{2,3}");

    private static final Set<String> TRUE = Set.of("true", "TRUE", "True", "1");
    private static final Set<String> FALSE = Set.of("false", "FALSE", "False", "0");

    /**
     * String, Integer, Long (milliseconds), Boolean or a list of strings or longs; null: nothing was sent.
     *
     * @param nothing spellings of nothing
     */
    Object value(Row row, Set<String> nothing) throws Fault {
        if (constant != null) {
            return target.isList() ? list(List.of(constant)) : convert(constant);
        }
        if (target.isList()) {
            return list(elements(row, nothing));
        }
        String sent = text(row, nothing);
        if (sent.isEmpty()) {
            if (required) {
                throw new Fault(Reason.MISSING_VALUE, columnNames());
            }
            return null;
        }
        return convert(coded(sent));
    }

    String columnNames() {
        return String.join("+", columns);
    }

    private String text(Row row, Set<String> nothing) throws Fault {
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
            String text = row.cell(column).text();
            if (!isNothing(text, nothing)) {
                parts.add(text);
                if (join == null) {
                    break;
                }
            }
        }
        return parts.isEmpty() ? standard : String.join(join == null ? "" : join, parts);
    }

    private static boolean isNothing(String text, Set<String> nothing) {
        String stripped = text.strip();
        return stripped.isEmpty() || nothing.contains(stripped);
    }

    private List<String> elements(Row row, Set<String> nothing) throws Fault {
        List<String> elements = new ArrayList<>();
        for (String column : columns) {
            Cell cell = row.cell(column);
            List<String> sent = cell.list() == null ? split(cell.text(), nothing) : cell.list();
            for (String element : sent) {
                if (!isNothing(element, nothing)) {
                    elements.add(coded(element.strip()));
                }
            }
        }
        if (elements.isEmpty() && !standard.isEmpty()) {
            return split(standard, nothing);
        }
        if (elements.isEmpty() && required) {
            throw new Fault(Reason.MISSING_VALUE, columnNames());
        }
        return elements;
    }

    private List<String> split(String text, Set<String> nothing) {
        if (isNothing(text, nothing)) {
            return List.of();
        }
        List<String> elements = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            elements.add(text.substring(from, at));
            from = at + separator.length();
        }
        elements.add(text.substring(from));
        return elements;
    }

    private String coded(String sent) throws Fault {
        if (codes.isEmpty()) {
            return sent;
        }
        String known = codes.get(sent.strip());
        if (known == null && !asSent) {
            throw new Fault(Reason.UNKNOWN_CODE, columnNames());
        }
        return known == null ? sent : known;
    }

    private Object list(List<String> elements) throws Fault {
        if (target.kind() == Target.Kind.TEXTS) {
            for (String element : elements) {
                refuseRounded(element);
            }
            return elements;
        }
        List<Long> found = new ArrayList<>();
        for (String element : elements) {
            found.add(time(element));
        }
        return found;
    }

    private Object convert(String text) throws Fault {
        return switch (target.kind()) {
            case WHOLE_NUMBER -> number(text.strip());
            case TIME -> time(text);
            case TRUTH -> truth(text.strip());
            case SYMBOL -> symbol(text.strip());
            default -> {
                if (target.isCode()) {
                    refuseRounded(text);
                }
                yield text;
            }
        };
    }

    private void refuseRounded(String text) throws Fault {
        boolean mayBe = text.indexOf('E') >= 0 || text.indexOf('e') >= 0;
        if (mayBe && ROUNDED.matcher(text.strip()).matches()) {
            throw new Fault(Reason.ROUNDED, columnNames());
        }
    }

    private Integer number(String text) throws Fault {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException notOne) {
            throw new Fault(Reason.NOT_A_NUMBER, columnNames());
        }
    }

    private Long time(String text) throws Fault {
        String stripped = text.strip();
        for (TimeForm form : times) {
            OptionalLong found = form.parse(stripped);
            if (found.isPresent()) {
                return found.getAsLong();
            }
        }
        throw new Fault(Reason.NOT_A_TIME, columnNames());
    }

    private Boolean truth(String text) throws Fault {
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw new Fault(Reason.NOT_A_TRUTH, columnNames());
        }
        return TRUE.contains(text);
    }

    private String symbol(String text) throws Fault {
        if (!target.symbols().contains(text)) {
            throw new Fault(Reason.UNKNOWN_CODE, columnNames());
        }
        return text;
    }
}
