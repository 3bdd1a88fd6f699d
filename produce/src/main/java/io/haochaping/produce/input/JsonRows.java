package io.haochaping.produce.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.haochaping.produce.input.PhysicalLines.PhysicalLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object per line. A column is a member by its name, or by names joined with dots where objects lie in objects. A name that stands twice in one object is refused: which
 * of the two is meant, nobody can say. Numbers keep the digits they were written with.
 */
final class JsonRows implements Rows {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final PhysicalLines lines;

    JsonRows(InputStream in, Charset charset) {
        this.lines = new PhysicalLines(in, charset);
    }

    @Override
    public Optional<Line> next() throws IOException {
        PhysicalLine line = lines.next();
        while (line != null && line.text().isBlank() && !line.broken()) {
            line = lines.next();
        }
        return Optional.ofNullable(line).map(JsonRows::read);
    }

    private static Line read(PhysicalLine line) {
        if (line.tooLong()) {
            return new Line.Unreadable(line.number(), line.text(), Reason.TOO_LONG);
        }
        if (line.broken()) {
            return new Line.Unreadable(line.number(), line.text(), Reason.BROKEN_ENCODING);
        }
        // A mark before an object loses nothing: the object is whole, and there is no header to be taken for one.
        JsonNode object = parse(line.text());
        return object == null || !object.isObject()
                ? new Line.Unreadable(line.number(), line.text(), Reason.NOT_JSON)
                : new Line.Readable(line.number(), line.text(), column -> cell(object, column));
    }

    private static JsonNode parse(String text) {
        try {
            return READER.readValue(text);
        } catch (JsonProcessingException notJson) {
            return null;
        } catch (NumberFormatException beyondAnyNumber) {
            // An exponent of ten digits and more.
            return null;
        }
    }

    private static Cell cell(JsonNode object, String column) throws Fault {
        JsonNode found = find(object, column);
        if (found == null || found.isNull()) {
            return Cell.NOTHING;
        }
        if (found.isArray()) {
            List<String> elements = new ArrayList<>();
            for (JsonNode element : found) {
                elements.add(text(element, column));
            }
            return Cell.of(elements);
        }
        return Cell.of(text(found, column));
    }

    private static JsonNode find(JsonNode object, String column) {
        JsonNode direct = object.get(column);
        int dot = column.indexOf('.');
        if (direct != null || dot < 0) {
            return direct;
        }
        JsonNode inner = object.get(column.substring(0, dot));
        return inner == null || !inner.isObject() ? null : find(inner, column.substring(dot + 1));
    }

    private static String text(JsonNode value, String column) throws Fault {
        if (!value.isValueNode()) {
            throw new Fault(Reason.NOT_ONE_VALUE, column);
        }
        if (value.isNull()) {
            return "";
        }
        return value.isBigDecimal() ? value.decimalValue().toString() : value.asText();
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.empty();
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
