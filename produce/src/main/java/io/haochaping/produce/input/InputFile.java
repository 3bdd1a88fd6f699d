package io.haochaping.produce.input;

import io.haochaping.configuration.NearestName;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file as an operator names it, with how it is to be read.
 *
 * @param delimiter between the columns of a CSV file
 * @param columns names of the columns of a CSV file without a header line; empty: it has one
 */
public record InputFile(Path path, Format format, Charset charset, char delimiter, List<String> columns) {
    private static final byte[][] ZIPPED = {{0x50, 0x4B, 0x03, 0x04}, {0x1F, (byte) 0x8B}, {0x28, (byte) 0xB5, 0x2F}};

    /** What other programs write when they are told to save as Unicode. */
    private static final byte[][] UTF_16 = {{(byte) 0xFF, (byte) 0xFE}, {(byte) 0xFE, (byte) 0xFF}};

    /** @throws Refusal where the file is missing, a directory, empty, packed or in a charset that is not read */
    public void check() throws IOException, Refusal {
        if (!Files.exists(path)) {
            throw Refusal.wrongUse(
                    path + ": there is no such file" + neighbour("; did you mean ", "?") + ".",
                    path + "：没有这个文件" + neighbour("；是否指 ", "？") + "。");
        }
        if (Files.isDirectory(path)) {
            throw Refusal.wrongUse(
                    path + " is a directory: name one file; each is sent by a run of its own.",
                    path + " 是目录：请指定一个文件，每次运行发送一个文件。");
        }
        if (!Files.isReadable(path)) {
            throw Refusal.wrongUse(path + ": no right to read this file.", path + "：没有读取该文件的权限。");
        }
        if (!Files.isRegularFile(path)) {
            throw Refusal.wrongUse(
                    path + " is no ordinary file: it is read more than once, so write it to disk first.",
                    path + " 不是普通文件：命令需要多次读取，请先写入磁盘。");
        }
        if (Files.size(path) == 0) {
            throw Refusal.failure(path + " is empty: 0 bytes. Check the export.", path + " 是空文件（0 字节）。请检查导出过程。");
        }
        checkFirstBytes();
    }

    private void checkFirstBytes() throws IOException, Refusal {
        byte[] first;
        try (InputStream in = Files.newInputStream(path)) {
            first = in.readNBytes(4);
        }
        if (beginsWith(first, ZIPPED)) {
            throw Refusal.wrongUse(
                    path + " is packed (zip, gzip, zstd) or a spreadsheet (xlsx): unpack it, or save the sheet as CSV.",
                    path + " 是压缩文件或电子表格（xlsx）：请解压，或将工作表另存为 CSV。");
        }
        if (format != Format.AVRO && beginsWith(first, UTF_16)) {
            throw Refusal.wrongUse(
                    path + " is UTF-16 (\"Unicode text\"): save it as UTF-8 or GBK.",
                    path + " 是 UTF-16（“Unicode 文本”）：请另存为 UTF-8 或 GBK。");
        }
    }

    private static boolean beginsWith(byte[] bytes, byte[][] signatures) {
        for (byte[] signature : signatures) {
            boolean same = bytes.length >= signature.length;
            for (int i = 0; same && i < signature.length; i++) {
                same = bytes[i] == signature[i];
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private String neighbour(String before, String after) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (var files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            return NearestName.near(path.getFileName().toString(), names)
                    .map(name -> before + name + after)
                    .orElse("");
        }
    }

    /**
     * From the beginning.
     *
     * @param named columns that will be asked for; each has to be there once, where the file says its columns beforehand
     * @throws Refusal naming each column that is missing with the nearest one there is
     */
    public Rows open(Collection<String> named) throws IOException, Refusal {
        Rows rows = open();
        try {
            check(rows, named);
            return rows;
        } catch (Refusal refusal) {
            rows.close();
            throw refusal;
        }
    }

    private Rows open() throws IOException, Refusal {
        return switch (format) {
            case CSV -> new CsvRows(path.toString(), Files.newInputStream(path), charset, delimiter, columns);
            case JSONL -> new JsonRows(Files.newInputStream(path), charset);
            case AVRO -> new AvroRows(path.toString(), path);
        };
    }

    private void check(Rows rows, Collection<String> named) throws Refusal {
        Optional<List<String>> known = rows.columns();
        if (known.isEmpty()) {
            return;
        }
        if (rows instanceof CsvRows csv) {
            Set<String> twice = new HashSet<>(csv.ambiguous());
            twice.retainAll(named);
            if (!twice.isEmpty()) {
                throw Refusal.wrongUse(
                        path + ": the header names the column "
                                + twice.iterator().next()
                                + " twice, and the mapping uses it: rename one of the two in the file.",
                        path + "：表头中的列 " + twice.iterator().next() + " 出现了两次，而映射文件使用了它：请在文件中改名其一。");
            }
        }
        List<String> missing = named.stream()
                .filter(column -> !known.get().contains(column))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw Refusal.wrongUse(
                    path + " has no column " + String.join(", ", missing) + " that the mapping names"
                            + nearest(missing, known.get()) + ". Its columns: " + String.join(", ", known.get()) + ".",
                    path + " 中没有映射文件所用的列 " + String.join("、", missing) + nearest(missing, known.get()) + "。文件的列："
                            + String.join("、", known.get()) + "。");
        }
    }

    private static String nearest(List<String> missing, List<String> known) {
        return NearestName.near(missing.get(0), known)
                .map(name -> " (" + missing.get(0) + " → " + name + " ?)")
                .orElse("");
    }
}
