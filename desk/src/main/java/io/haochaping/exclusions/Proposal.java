package io.haochaping.exclusions;

import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sentence;
import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.record.CaseKey;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Flagged ratings that nobody has decided about yet, for a person to look through. It decides nothing.
 *
 * @param ratings by time
 * @param leftOut how many flagged ratings have a decision already
 * @param reasons what the signals say
 * @param latest G before now: a decision of now meets a rating given behind it, unless the case has lasted longer than L, which is not known here
 */
record Proposal(List<Flagged> ratings, int leftOut, Map<String, Sentence> reasons, Instant latest) {
    /** @param gap G: records of a case that lie further apart do not meet */
    static Proposal of(
            List<Flagged> flagged, Register register, Map<String, Sentence> reasons, Instant now, Duration gap) {
        CaseKey.Maker keys = new CaseKey.Maker();
        List<Flagged> open = new ArrayList<>(flagged);
        open.removeIf(rating -> register.knows(keys.of(rating.scope(), rating.caseNumber()), rating.ordinal()));
        return new Proposal(open, flagged.size() - open.size(), reasons, now.minus(gap));
    }

    /** So old that a decision of now meets it only over other records of the case. */
    boolean isLate(Flagged rating) {
        return rating.ratedAt().isBefore(latest);
    }

    /** One number for the ratings of a day: who proposes twice gets the same numbers, and adding them twice has no second effect. */
    static String number(Flagged rating) {
        return "fraud-" + day(rating).replace("-", "");
    }

    /** In words that do not change with the language of who reads it. */
    static String reason(Flagged rating) {
        return "flagged: " + rating.signals();
    }

    private static String day(Flagged rating) {
        return minute(rating).substring(0, 10);
    }

    static String minute(Flagged rating) {
        return ShanghaiTime.minuteText(rating.ratedAt().toEpochMilli()).replace('T', ' ');
    }

    /** Writes the file that {@code add --file} reads, readable for its owner alone. */
    void write(Path file) throws Refusal {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                List<String> header = new ArrayList<>(DecisionFile.READ);
                header.addAll(DecisionFile.TOLD);
                out.write(String.join(",", header) + "\n");
                for (Flagged rating : ratings) {
                    out.write(line(rating) + "\n");
                }
            }
        } catch (FileAlreadyExistsException there) {
            throw Refusal.wrongUse(
                    file + " 已存在：请用 --out 另指定文件，或先移走它。",
                    file + " exists: name another file with --out, or move it away.");
        } catch (IOException refused) {
            throw Refusal.failure(
                    file + " 无法写入。请检查目录、权限与磁盘空间。",
                    file + " cannot be written. Check its folder, the rights and the disk.");
        }
    }

    private String line(Flagged rating) {
        List<String> cells = List.of(
                rating.scope(),
                "",
                rating.caseNumber(),
                Integer.toString(rating.ordinal()),
                number(rating),
                reason(rating),
                "",
                rating.signals(),
                rating.cells(),
                minute(rating),
                rating.region(),
                rating.department(),
                rating.channel(),
                isLate(rating) ? "yes" : "");
        return String.join(",", cells.stream().map(Proposal::quoted).toList());
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
