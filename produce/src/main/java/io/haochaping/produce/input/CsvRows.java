package io.haochaping.produce.input;

import io.haochaping.produce.input.PhysicalLines.PhysicalLine;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A CSV file. A reader of our own, because three things are asked that libraries do not give together: the line where a record begins and its text as it stands in the file, a
 * broken byte that spoils one line, and going on behind a quote that never closes.
 *
 * <p>Where a quoted field does not end within {@link #LONGEST_RECORD} lines or the file, or text follows its closing quote, its first line is refused and the lines behind it are
 * read as lines again: the quote was a mistake, and they are not to be lost with it.
 */
final class CsvRows implements Rows {
    /** Free text of a rater has line breaks; hundreds of them are no text any more. */
    private static final int LONGEST_RECORD = 500;

    private static final int LONGEST_RECORD_CHARS = 4 << 20;

    private final PhysicalLines lines;
    private final CsvLexer lexer;
    private final List<String> columns;
    private final Map<String, Integer> places = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    /** What was read for one record, before anybody asked what its columns mean. */
    private record Found(List<PhysicalLine> lines, List<String> fields, Reason fault) {
        long number() {
            return lines.get(0).number();
        }

        String raw() {
            return lines.stream().map(PhysicalLine::text).collect(Collectors.joining("\n"));
        }
    }

    /**
     * @param given names of the columns where the file has no header line; empty: its first line says them
     * @throws Refusal where the header cannot be read
     */
    CsvRows(String name, InputStream in, Charset charset, char delimiter, List<String> given)
            throws IOException, Refusal {
        this.lines = new PhysicalLines(in, charset);
        this.lexer = new CsvLexer(delimiter);
        this.columns = given.isEmpty() ? header(name, charset, delimiter) : given;
        for (int i = 0; i < columns.size(); i++) {
            if (places.putIfAbsent(columns.get(i), i) != null) {
                ambiguous.add(columns.get(i));
            }
        }
    }

    private List<String> header(String name, Charset charset, char delimiter) throws IOException, Refusal {
        Found found = find();
        if (found == null) {
            throw Refusal.failure(
                    name + " is empty: there is not even a header line. Check the export.",
                    name + " 是空文件，连表头都没有。请检查导出过程。");
        }
        if (found.fault() == Reason.BROKEN_ENCODING) {
            throw Refusal.wrongUse(
                    name + ", line 1: the header is no text in " + charset
                            + ". Name the charset of the file with --charset" + " (utf-8, gbk or gb18030).",
                    name + " 第 1 行：表头不是 " + charset + " 文本。请用 --charset 指定文件的字符集（utf-8、gbk 或 gb18030）。");
        }
        if (found.fault() != null) {
            throw Refusal.wrongUse(
                    name + ", line " + found.number() + ": the header cannot be read: "
                            + found.fault().sentence().english() + ".",
                    name + " 第 " + found.number() + " 行：无法读取表头："
                            + found.fault().sentence().chinese() + "。");
        }
        if (found.fields().stream().anyMatch(field -> field.indexOf('\r') >= 0)) {
            throw Refusal.wrongUse(
                    name + ": its lines end with a carriage return alone. Save it with line feeds.",
                    name + "：行尾只有回车符。请另存为换行符结尾的文件。");
        }
        return found.fields().stream().map(String::strip).toList();
    }

    /** Null at the end of the file. Lines that hold nothing at all are passed over. */
    private Found find() throws IOException {
        PhysicalLine first = lines.next();
        while (first != null && first.text().isEmpty() && !first.broken() && !first.bomInside()) {
            first = lines.next();
        }
        if (first == null) {
            return null;
        }
        Reason spoiled = spoiled(first);
        if (spoiled == Reason.TOO_LONG || spoiled == Reason.BOM_INSIDE) {
            return new Found(List.of(first), List.of(), spoiled);
        }
        return find(first);
    }

    private Found find(PhysicalLine first) throws IOException {
        List<PhysicalLine> read = new ArrayList<>(2);
        lexer.restart();
        int length = 0;
        PhysicalLine line = first;
        while (line != null) {
            read.add(line);
            length += line.text().length();
            if (lexer.feed(line.text(), line.end())) {
                return ended(read);
            }
            if (read.size() == LONGEST_RECORD || length > LONGEST_RECORD_CHARS) {
                break;
            }
            line = lines.next();
        }
        return onlyFirst(read, Reason.UNCLOSED_QUOTE);
    }

    private Found ended(List<PhysicalLine> read) {
        if (lexer.hasStrayQuote()) {
            return onlyFirst(read, Reason.STRAY_QUOTE);
        }
        for (PhysicalLine line : read) {
            if (spoiled(line) != null) {
                return new Found(read, List.of(), spoiled(line));
            }
        }
        return new Found(read, lexer.fields(), null);
    }

    private Found onlyFirst(List<PhysicalLine> read, Reason fault) {
        lines.putBack(read.subList(1, read.size()));
        PhysicalLine first = read.get(0);
        return new Found(List.of(first), List.of(), first.broken() ? Reason.BROKEN_ENCODING : fault);
    }

    private static Reason spoiled(PhysicalLine line) {
        if (line.tooLong()) {
            return Reason.TOO_LONG;
        }
        if (line.broken()) {
            return Reason.BROKEN_ENCODING;
        }
        return line.bomInside() ? Reason.BOM_INSIDE : null;
    }

    @Override
    public Optional<Line> next() throws IOException {
        Found found = find();
        if (found == null) {
            return Optional.empty();
        }
        if (found.fault() != null) {
            return Optional.of(new Line.Unreadable(found.number(), found.raw(), found.fault()));
        }
        List<String> fields = found.fields();
        if (fields.size() != columns.size()) {
            return Optional.of(new Line.Unreadable(found.number(), found.raw(), Reason.COLUMN_COUNT));
        }
        return Optional.of(
                new Line.Readable(found.number(), found.raw(), column -> Cell.of(fields.get(places.get(column)))));
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(columns);
    }

    /** Names that stand in the header twice: which of them is meant, nobody can say. */
    Set<String> ambiguous() {
        return new TreeSet<>(ambiguous);
    }

    @Override
    public long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
