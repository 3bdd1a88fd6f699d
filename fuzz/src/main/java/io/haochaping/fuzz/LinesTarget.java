package io.haochaping.fuzz;

import io.haochaping.produce.MappedLines;
import io.haochaping.produce.input.Format;
import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Reason;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of a city under a mapping: each line becomes records or is refused with a reason, and a file that cannot be read at all is refused in a sentence. */
final class LinesTarget extends FileTarget {
    private final Mapping mapping;
    private final Format format;
    private final Charset charset;

    LinesTarget(String name, byte[] mapping, byte[] lines, Format format, Charset charset) {
        super(name, List.of(lines), "lines");
        this.mapping = mapping(mapping);
        this.format = format;
        this.charset = charset;
    }

    private static Mapping mapping(byte[] written) {
        try {
            Path file = Files.createTempFile("haochaping-fuzz", ".yaml");
            try {
                return MappingFile.read(Files.write(file, written));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal refusal) {
            throw new IllegalStateException(refusal);
        }
    }

    @Override
    String refusal(Path written) throws Exception {
        InputFile file = new InputFile(written, format, charset, ',', mapping.header());
        Count count = new Count();
        try {
            file.check();
            try (MappedLines lines = new MappedLines(file, mapping, false, Long.MAX_VALUE, (record, value) -> true)) {
                while (lines.next(count)) {
                    count.lines++;
                }
            }
        } catch (Refusal refusal) {
            return refusal.getMessage();
        }
        if (count.mapped + count.refused != count.lines) {
            throw new IllegalStateException(
                    count.lines + " lines, " + count.mapped + " mapped and " + count.refused + " refused");
        }
        return count.mapped > 0 || count.lines == 0 ? null : "every line was refused";
    }

    private static final class Count implements MappedLines.Sink {
        private long lines;
        private long mapped;
        private long refused;

        @Override
        public void mapped(long line, List<MappedLines.Encoded> records) {
            mapped++;
        }

        @Override
        public void refused(long line, String raw, Reason reason, String column) {
            if (reason == null) {
                throw new IllegalStateException("line " + line + " was refused without a reason");
            }
            refused++;
        }
    }
}
