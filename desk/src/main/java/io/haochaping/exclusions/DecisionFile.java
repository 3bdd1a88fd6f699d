package io.haochaping.exclusions;

import io.haochaping.configuration.NearestName;
import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.produce.input.Fault;
import io.haochaping.produce.input.Format;
import io.haochaping.produce.input.InputFile;
import io.haochaping.produce.input.Line;
import io.haochaping.produce.input.Row;
import io.haochaping.produce.input.Rows;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decisions in a file, CSV with a header line or JSON lines; what {@code propose} writes is one. It is taken as a whole or not at all. */
final class DecisionFile {
    /** What is read. */
    static final List<String> READ =
            List.of("issuingSystem", "handlingRegion", "caseNumber", "ordinal", "exclusionId", "reason", "author");

    /** What a proposal tells whoever looks it through. */
    static final List<String> TOLD = List.of("signals", "cells", "ratedAt", "region", "department", "channel", "late");

    /** One transaction holds them all. */
    private static final int MOST_LINES = 50_000;

    private static final int MOST_FAULTS = 20;

    private final Path path;
    private final Charset charset;
    private final Asked elsewhere;
    private final List<Sentence> faults = new ArrayList<>();

    /** @param elsewhere what the command line says where a line says nothing */
    DecisionFile(Path path, Charset charset, Asked elsewhere) {
        this.path = path;
        this.charset = charset;
        this.elsewhere = elsewhere;
    }

    /** @throws Refusal naming every faulty line, up to twenty, with what is wrong there */
    List<Asked> read() throws Refusal {
        Format format = Format.ofFile(path.toString())
                .filter(known -> known != Format.AVRO)
                .orElseThrow(() -> Refusal.wrongUse(
                        path + "：名称应以 .csv、.tsv 或 .jsonl 结尾。", path + ": its name ends with .csv, .tsv or .jsonl."));
        char delimiter = path.toString().endsWith(".tsv") ? '\t' : ',';
        InputFile file = new InputFile(path, format, charset, delimiter, List.of());
        try {
            file.check();
            try (Rows rows = file.open(List.of("caseNumber"))) {
                return read(rows);
            }
        } catch (io.haochaping.produce.say.Refusal refused) {
            String chinese = refused.sentence().chinese();
            String english = refused.sentence().english();
            throw refused.exitCode() == Refusal.WRONG_USE
                    ? Refusal.wrongUse(chinese, english)
                    : Refusal.failure(chinese, english);
        } catch (IOException unreadable) {
            throw Refusal.failure(path + " 无法读取。请检查磁盘与权限。", path + " cannot be read. Check the disk and its rights.");
        }
    }

    private List<Asked> read(Rows rows) throws Refusal, IOException, io.haochaping.produce.say.Refusal {
        Set<String> columns = rows.columns().<Set<String>>map(HashSet::new).orElse(null);
        if (columns != null) {
            requireKnown(columns);
        }
        List<Asked> asked = new ArrayList<>();
        for (Optional<Line> line = rows.next(); line.isPresent(); line = rows.next()) {
            read(line.get(), columns).ifPresent(asked::add);
            if (asked.size() > MOST_LINES) {
                throw Refusal.wrongUse(
                        path + " 超过 " + MOST_LINES + " 条决定：请拆分文件。",
                        path + " holds more than " + MOST_LINES + " decisions: split it.");
            }
        }
        if (!faults.isEmpty()) {
            throw refusal();
        }
        if (asked.isEmpty()) {
            throw Refusal.wrongUse(path + " 没有任何决定。", path + " holds no decision.");
        }
        return asked;
    }

    private void requireKnown(Set<String> columns) throws Refusal {
        List<String> known = new ArrayList<>(READ);
        known.addAll(TOLD);
        for (String column : columns) {
            if (!known.contains(column)) {
                String nearest = NearestName.to(column, known);
                throw Refusal.wrongUse(
                        path + " 第 1 行：没有列“" + column + "”，是否指 " + nearest + "？",
                        path + ", line 1: there is no column \"" + column + "\"; did you mean " + nearest + "?");
            }
        }
    }

    private Optional<Asked> read(Line line, Set<String> columns) {
        if (line instanceof Line.Unreadable unreadable) {
            fault(
                    line,
                    unreadable.reason().sentence().chinese(),
                    unreadable.reason().sentence().english());
            return Optional.empty();
        }
        try {
            Row row = ((Line.Readable) line).row();
            String[] texts = new String[READ.size()];
            for (int i = 0; i < texts.length; i++) {
                String column = READ.get(i);
                texts[i] = columns == null || columns.contains(column)
                        ? row.cell(column).text()
                        : "";
            }
            Asked asked = new Asked(
                            texts[0],
                            texts[1],
                            texts[2],
                            texts[3].isBlank() ? "1" : texts[3].strip(),
                            texts[4],
                            texts[5],
                            texts[6])
                    .orElse(elsewhere);
            Optional<Sentence> fault = asked.fault();
            fault.ifPresent(what -> fault(line, what.chinese(), what.english()));
            return fault.isPresent() ? Optional.empty() : Optional.of(asked);
        } catch (Fault fault) {
            fault(
                    line,
                    fault.column() + "：" + fault.reason().sentence().chinese(),
                    fault.column() + ": " + fault.reason().sentence().english());
            return Optional.empty();
        }
    }

    private void fault(Line line, String chinese, String english) {
        faults.add(new Sentence(
                path + " 第 " + line.number() + " 行：" + chinese + "。",
                path + ", line " + line.number() + ": " + english + "."));
    }

    private Refusal refusal() {
        List<String> chinese = new ArrayList<>();
        List<String> english = new ArrayList<>();
        faults.stream().limit(MOST_FAULTS).forEach(fault -> {
            chinese.add(fault.chinese());
            english.add(fault.english());
        });
        chinese.add("共 " + faults.size() + " 行有误，没有发送任何决定。");
        english.add(faults.size() + " lines are faulty; nothing was sent.");
        return Refusal.wrongUse(String.join("\n", chinese), String.join("\n", english));
    }
}
