package io.haochaping.produce.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Lines as they stand in a file: cut at line feeds, decoded one by one, so that a broken byte spoils its own line only. In UTF-8, GBK and GB18030 no part of another character
 * looks like a line feed, so the cut may be made before decoding.
 */
final class PhysicalLines implements Closeable {
    /** Largest value a topic takes is 1 MiB; with escapes and columns that nobody maps, four times that is beyond any line. */
    private static final int LONGEST = 4 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder strict;
    private final byte[] buffer = new byte[1 << 16];
    private final Deque<PhysicalLine> putBack = new ArrayDeque<>();
    private int from;
    private int to;
    private long number;
    private long bytesRead;
    private byte[] line = new byte[1024];

    /**
     * @param number from 1
     * @param text without its end; where it is not broken, exactly what the bytes say
     * @param end the line feed, with the carriage return before it; empty: the file ends here
     * @param broken true where the bytes are no text in this charset; the text then shows U+FFFD for them
     * @param bomInside true where a byte-order mark stood before the text, and it is not the first line
     * @param tooLong true where the line was cut
     */
    record PhysicalLine(long number, String text, String end, boolean broken, boolean bomInside, boolean tooLong) {}

    PhysicalLines(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
        this.strict = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Null at the end of the file. */
    PhysicalLine next() throws IOException {
        return putBack.isEmpty() ? read() : putBack.pop();
    }

    /** These come next again, in this order. */
    void putBack(List<PhysicalLine> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            putBack.push(lines.get(i));
        }
    }

    long bytesRead() {
        return bytesRead;
    }

    private PhysicalLine read() throws IOException {
        int length = 0;
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && (from < to || fill())) {
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            int take = Math.min(end - from, LONGEST - length);
            tooLong |= take < end - from;
            room(length + take);
            System.arraycopy(buffer, from, line, length, take);
            length += take;
            ended = end < to;
            from = ended ? end + 1 : end;
        }
        if (length == 0 && !ended) {
            return null;
        }
        number++;
        boolean carriageReturn = ended && length > 0 && line[length - 1] == '\r';
        String end = carriageReturn ? "\r\n" : ended ? "\n" : "";
        return decoded(carriageReturn ? length - 1 : length, end, tooLong);
    }

    private PhysicalLine decoded(int length, String end, boolean tooLong) {
        String text;
        boolean broken = false;
        try {
            CharBuffer chars = strict.decode(ByteBuffer.wrap(line, 0, length));
            text = chars.toString();
        } catch (CharacterCodingException notText) {
            text = new String(line, 0, length, charset);
            broken = !tooLong;
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return new PhysicalLine(number, marked ? text.substring(1) : text, end, broken, marked && number > 1, tooLong);
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        bytesRead += to;
        return to > 0;
    }

    private void room(int length) {
        if (length > line.length) {
            line = Arrays.copyOf(line, Math.min(LONGEST, Math.max(length, 2 * line.length)));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
