package io.haochaping.kit.commit;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.cut.PartitionProgress;
import io.haochaping.domain.cut.TickRounds;
import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import io.haochaping.store.Cut;
import io.haochaping.store.CutCodec;
import io.haochaping.store.RowUpdate;
import io.haochaping.store.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the committer knows of all that it was told: progress of every partition, tick rounds, its own totals. Part of the checkpoint. */
final class CommitBook {
    private static final int WITHOUT_READ_THROUGH = 1;
    private static final int VERSION = 2;

    private final SortedMap<TopicPartition, PartitionProgress> progress = new TreeMap<>();
    private final Map<TopicPartition, Long> classified = new HashMap<>();
    private TickRounds rounds = new TickRounds();
    private long ratings;
    private long counted;
    private long generated;
    String lineage = "";
    String lastCut = "";
    long lastEpoch;
    /** The run that made the last commit this state knows of; empty: none. */
    String committedRun = "";
    /** The decision set that everything in this state was counted under; empty: a fresh start. */
    SortedMap<String, String> decisions = new TreeMap<>();

    void progress(PartitionProgress told) {
        progress.merge(told.source(), told, PartitionProgress::furtherOf);
    }

    void round(long time, List<TopicPartition> partitions) {
        rounds.announce(time, partitions);
    }

    /** Moves the totals by what the row changed. */
    void row(RowUpdate row) {
        Tally after = row.after();
        Tally before = row.before();
        if (row.key().kind() == RowKind.HOUR) {
            ratings += after.ratings() - before.ratings();
            generated += after.get(Figure.GENERATED_DEFAULTS) - before.get(Figure.GENERATED_DEFAULTS);
        } else if (row.key().kind() == RowKind.EQUATION) {
            List<Object> parts = row.key().parts();
            TopicPartition source = new TopicPartition((String) parts.get(0), (Integer) parts.get(1));
            classified.merge(source, sum(after) - sum(before), Long::sum);
            if (parts.get(2).equals("rating")) {
                counted += after.get(Figure.COUNTED) - before.get(Figure.COUNTED);
            }
        }
    }

    private static long sum(Tally classes) {
        long sum = 0;
        for (int i = 0; i < classes.size(); i++) {
            sum += classes.amount(i);
        }
        return sum;
    }

    long completeThrough() {
        Map<TopicPartition, Long> ticks = new HashMap<>();
        progress.values().forEach(told -> ticks.put(told.source(), told.lastTick()));
        return rounds.advance(ticks);
    }

    /** The greatest effective append time of anything that was read; -1: nothing was. */
    long readThrough() {
        return progress.values().stream()
                .mapToLong(PartitionProgress::readThrough)
                .max()
                .orElse(PartitionProgress.NO_TICK);
    }

    List<PartitionProgress> partitions() {
        return List.copyOf(progress.values());
    }

    Totals totals() {
        long received = progress.values().stream()
                .mapToLong(PartitionProgress::received)
                .sum();
        long inClass = classified.values().stream().mapToLong(Long::longValue).sum();
        return new Totals(ratings, counted, generated, received, inClass);
    }

    List<Cut.EquationGap> gaps() {
        List<Cut.EquationGap> gaps = new ArrayList<>();
        Set<TopicPartition> sources = new java.util.TreeSet<>(progress.keySet());
        sources.addAll(classified.keySet());
        for (TopicPartition source : sources) {
            PartitionProgress told = progress.get(source);
            long received = told == null ? 0 : told.received();
            long inClass = classified.getOrDefault(source, 0L);
            if (received != inClass) {
                gaps.add(new Cut.EquationGap(source.topic(), source.partition(), received, inClass));
            }
        }
        return gaps;
    }

    byte[] write() {
        ByteWriter out = new ByteWriter(4096);
        out.writeByte(VERSION)
                .writeString(lineage)
                .writeString(lastCut)
                .writeUnsigned(lastEpoch)
                .writeString(committedRun);
        out.writeUnsigned(decisions.size());
        decisions.forEach((name, digest) -> out.writeString(name).writeString(digest));
        out.writeSigned(ratings).writeSigned(counted).writeSigned(generated);
        out.writeUnsigned(progress.size());
        progress.values().forEach(told -> CutCodec.write(told, out));
        out.writeUnsigned(classified.size());
        classified.forEach((source, count) -> {
            write(source, out);
            out.writeSigned(count);
        });
        out.writeSigned(rounds.completeThrough());
        Map<Set<TopicPartition>, List<Long>> byComposition = new LinkedHashMap<>();
        rounds.open()
                .forEach((time, open) -> open.forEach(round -> byComposition
                        .computeIfAbsent(round, r -> new ArrayList<>())
                        .add(time)));
        out.writeUnsigned(byComposition.size());
        byComposition.forEach((round, times) -> {
            out.writeUnsigned(round.size());
            round.forEach(source -> write(source, out));
            out.writeUnsigned(times.size());
            times.forEach(out::writeSigned);
        });
        return out.toBytes();
    }

    static CommitBook read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION && version != WITHOUT_READ_THROUGH) {
            throw new IllegalStateException(
                    "the committer's book in state has the form " + version
                            + ", which this version does not read: start the job with the version that wrote it, or a newer one");
        }
        CommitBook book = new CommitBook();
        book.lineage = in.readText();
        book.lastCut = in.readText();
        book.lastEpoch = in.readUnsigned();
        book.committedRun = in.readText();
        SortedMap<String, String> decisions = new TreeMap<>();
        for (int left = in.readCount(); left > 0; left--) {
            decisions.put(in.readText(), in.readText());
        }
        book.decisions = decisions;
        book.ratings = in.readSigned();
        book.counted = in.readSigned();
        book.generated = in.readSigned();
        for (int left = in.readCount(); left > 0; left--) {
            book.progress(version == VERSION ? CutCodec.readProgress(in) : CutCodec.readProgressOfFormOne(in));
        }
        for (int left = in.readCount(); left > 0; left--) {
            book.classified.put(readSource(in), in.readSigned());
        }
        long completeThrough = in.readSigned();
        book.rounds = new TickRounds(completeThrough);
        for (int left = in.readCount(); left > 0; left--) {
            List<TopicPartition> round = new ArrayList<>();
            for (int sources = in.readCount(); sources > 0; sources--) {
                round.add(readSource(in));
            }
            for (int times = in.readCount(); times > 0; times--) {
                book.rounds.announce(in.readSigned(), round);
            }
        }
        return book;
    }

    private static void write(TopicPartition source, ByteWriter out) {
        out.writeString(source.topic()).writeUnsigned(source.partition());
    }

    private static TopicPartition readSource(ByteReader in) {
        return new TopicPartition(in.readText(), in.readCount());
    }
}
