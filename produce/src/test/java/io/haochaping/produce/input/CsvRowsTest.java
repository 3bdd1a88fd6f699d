package io.haochaping.produce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.haochaping.produce.say.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    private static final Charset GBK = Charset.forName("GBK");
    private static final List<String> COLUMNS = List.of("a", "b", "c");

    @Test
    void aLineIsReadByTheNamesOfItsColumns() throws Exception {
        assertThat(read("a,b,c\n1,\"2,\"\"x\"\"\",3\n", StandardCharsets.UTF_8)).containsExactly("2: 1|2,\"x\"|3");
    }

    @Test
    void aRecordHasTheNumberOfTheLineWhereItBegins() throws Exception {
        assertThat(read("a,b,c\n1,\"two\nlines\",3\n\n4,\"x\r\n\r\ny\",6\r\n7,8,9", StandardCharsets.UTF_8))
                .containsExactly("2: 1|two\nlines|3", "5: 4|x\r\n\r\ny|6", "8: 7|8|9");
    }

    @Test
    void chineseInGbkIsRead() throws Exception {
        assertThat(read("a,b,c\n办事,很\"快\",窗口\n", GBK)).containsExactly("2: 办事|很\"快\"|窗口");
    }

    @Test
    void aByteOrderMarkAtTheBeginningIsPassedOver() throws Exception {
        assertThat(read("\uFEFFa,b,c\n1,2,3\n", StandardCharsets.UTF_8)).containsExactly("2: 1|2|3");
    }

    @Test
    void aByteOrderMarkInsideTellsWhereFilesWereJoined() throws Exception {
        assertThat(read("a,b,c\n1,2,3\n\uFEFFa,b,c\n4,5,6\n", StandardCharsets.UTF_8))
                .containsExactly("2: 1|2|3", "3: bom-inside a,b,c", "4: 4|5|6");
    }

    @Test
    void aBrokenByteSpoilsItsOwnLineOnly() throws Exception {
        byte[] bytes = join("a,b,c\n1,2,3\n4,办", new byte[] {(byte) 0xFF}, ",6\n7,8,9\n");

        assertThat(lines(bytes, StandardCharsets.UTF_8))
                .containsExactly("2: 1|2|3", "3: broken-encoding 4,办\uFFFD,6", "4: 7|8|9");
    }

    @Test
    void aQuoteThatNeverClosesCostsItsOwnLineOnly() throws Exception {
        assertThat(read("a,b,c\n1,2,3\n4,\"oops,6\n7,8,9\n10,11,12\n", StandardCharsets.UTF_8))
                .containsExactly("2: 1|2|3", "3: unclosed-quote 4,\"oops,6", "4: 7|8|9", "5: 10|11|12");
    }

    @Test
    void aQuoteThatTheNextQuotedFieldClosesByMistakeCostsItsOwnLineOnly() throws Exception {
        assertThat(read("a,b,c\n1,\"oops,3\n4,5,6\n7,\"8\",9\n", StandardCharsets.UTF_8))
                .containsExactly("2: stray-quote 1,\"oops,3", "3: 4|5|6", "4: 7|8|9");
    }

    @Test
    void aLineWithAnotherNumberOfColumnsIsRefused() throws Exception {
        assertThat(read("a,b,c\n1,2\n1,2,3,4\n5,6,7\n", StandardCharsets.UTF_8))
                .containsExactly("2: column-count 1,2", "3: column-count 1,2,3,4", "4: 5|6|7");
    }

    @Test
    void aLineBeyondFourMebibytesIsCutAndRefused() throws Exception {
        List<String> found = read("a,b,c\n" + "x".repeat(5 << 20) + "\n1,2,3\n", StandardCharsets.UTF_8);

        assertThat(found.get(0)).startsWith("2: too-long");
        assertThat(found).element(1).isEqualTo("3: 1|2|3");
    }

    @Test
    void aHeaderInAnotherCharsetIsToldAsThat() {
        byte[] bytes = "办件,编号,时间\n1,2,3\n".getBytes(GBK);

        assertThatThrownBy(() -> rows(bytes, StandardCharsets.UTF_8))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--charset");
    }

    @Test
    void anUnderlineSignCanSeparateColumnsOfGbkAlthoughCharactersContainIt() throws Exception {
        // 0x7C, the sign |, is the second byte of characters such as 亅.
        byte[] bytes = "a|b|c\n亅|亼|3\n".getBytes(GBK);
        try (CsvRows rows = new CsvRows("f", new ByteArrayInputStream(bytes), GBK, '|', List.of())) {
            assertThat(text(rows.next().orElseThrow())).isEqualTo("2: 亅|亼|3");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatAnotherLibraryWritesAndReadsIsReadAlike(long seed) throws Exception {
        Random random = new Random(seed);
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(COLUMNS);
            for (int i = 0; i < 300; i++) {
                writer.writeRecord(field(random), "x" + field(random), field(random));
            }
        }
        List<String> theirs = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().maxBufferSize(1 << 20).ofCsvRecord(text.toString())) {
            reader.stream()
                    .skip(1)
                    .forEach(record ->
                            theirs.add(record.getStartingLineNumber() + ": " + String.join("|", record.getFields())));
        }

        assertThat(read(text.toString(), random.nextBoolean() ? StandardCharsets.UTF_8 : GBK))
                .isEqualTo(theirs);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noBytesAtAllAreTooStrangeToBeReadToTheirEnd(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] alphabet = {'"', ',', '\n', '\r', 'a', (byte) 0x81, (byte) 0xE5, (byte) 0x30, (byte) 0xEF, (byte) 0xBB};
        for (int round = 0; round < 200; round++) {
            byte[] tail = new byte[random.nextInt(400)];
            for (int i = 0; i < tail.length; i++) {
                tail[i] = alphabet[random.nextInt(alphabet.length)];
            }
            byte[] bytes = join("a,b,c\n", tail, "\n1,2,3\n");

            List<String> once = lines(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : GBK);
            assertThat(once).as("the line behind all of it").last().asString().endsWith(": 1|2|3");
        }
    }

    private static String field(Random random) {
        StringBuilder field = new StringBuilder();
        String signs = "a\"\n,办 ";
        for (int i = random.nextInt(6); i > 0; i--) {
            field.append(signs.charAt(random.nextInt(signs.length())));
        }
        return field.toString();
    }

    private static List<String> read(String text, Charset charset) throws IOException, Refusal {
        return lines(text.getBytes(charset), charset);
    }

    private static List<String> lines(byte[] bytes, Charset charset) throws IOException, Refusal {
        List<String> lines = new ArrayList<>();
        try (CsvRows rows = rows(bytes, charset)) {
            for (Optional<Line> line = rows.next(); line.isPresent(); line = rows.next()) {
                lines.add(text(line.get()));
            }
        }
        return lines;
    }

    private static CsvRows rows(byte[] bytes, Charset charset) throws IOException, Refusal {
        return new CsvRows("f.csv", new ByteArrayInputStream(bytes), charset, ',', List.of());
    }

    private static String text(Line line) {
        if (line instanceof Line.Unreadable unreadable) {
            return line.number() + ": " + unreadable.reason().code() + " " + line.raw();
        }
        List<String> cells = new ArrayList<>();
        for (String column : COLUMNS) {
            try {
                cells.add(((Line.Readable) line).row().cell(column).text());
            } catch (Fault fault) {
                throw new AssertionError(fault);
            }
        }
        return line.number() + ": " + String.join("|", cells);
    }

    private static byte[] join(String before, byte[] middle, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(middle);
        bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
