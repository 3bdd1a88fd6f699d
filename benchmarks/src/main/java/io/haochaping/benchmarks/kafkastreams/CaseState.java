package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.Dimensions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands of a case: of each identity the record that counts. */
final class CaseState {
    private final List<Held> records;

    private CaseState(List<Held> records) {
        this.records = records;
    }

    static CaseState empty() {
        return new CaseState(new ArrayList<>(4));
    }

    /** @param level 0 where it is no rating */
    private record Held(int kind, int ordinal, int revision, long ownTime, long content, int level, Dimensions where) {
        static Held of(Fact fact) {
            return new Held(
                    fact.kind.code(),
                    fact.kind == FactKind.RATING ? fact.ordinal : 0,
                    fact.revision,
                    fact.ownTime,
                    fact.content,
                    fact.level,
                    fact.dimensions);
        }

        boolean hasIdentityOf(Held other) {
            return kind == other.kind && ordinal == other.ordinal;
        }

        /** The highest revision, then the earliest, then the smallest content. */
        boolean isBetterThan(Held other) {
            if (revision != other.revision) {
                return revision > other.revision;
            }
            return ownTime != other.ownTime
                    ? ownTime < other.ownTime
                    : Long.compareUnsigned(content, other.content) < 0;
        }
    }

    /** @return whether anything changed */
    boolean add(Fact fact) {
        Held fresh = Held.of(fact);
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).hasIdentityOf(fresh)) {
                if (!fresh.isBetterThan(records.get(i))) {
                    return false;
                }
                records.set(i, fresh);
                return true;
            }
        }
        records.add(fresh);
        return true;
    }

    /** Adds what the case contributes, times the sign, to the changes of its leaves. */
    void contributeTo(Map<ByteBuffer, long[]> changes, int sign) {
        Held accepted = first(FactKind.ACCEPTED);
        Held completed = first(FactKind.COMPLETED);
        for (Held record : records) {
            if (record.kind == FactKind.RATING.code()) {
                figures(changes, LeafKey.at(record.ownTime, record.where))[LeafFigures.ofLevel(record.level)] += sign;
            }
        }
        if (accepted != null) {
            figures(changes, LeafKey.at(accepted.ownTime, accepted.where))[LeafFigures.ACCEPTED] += sign;
        }
        if (completed != null) {
            complete(changes, accepted, completed, sign);
        }
    }

    private void complete(Map<ByteBuffer, long[]> changes, Held accepted, Held completed, int sign) {
        long[] figures = figures(changes, LeafKey.at(completed.ownTime, completed.where));
        figures[LeafFigures.COMPLETED] += sign;
        if (accepted != null && accepted.ownTime <= completed.ownTime) {
            figures[LeafFigures.TIMED] += sign;
            figures[LeafFigures.CALENDAR_SECONDS] += sign * ((completed.ownTime - accepted.ownTime) / 1000);
        }
        if (first(FactKind.RATING) == null) {
            figures(changes, LeafKey.ofDefault(completed.ownTime, completed.where))[LeafFigures.GENERATED_DEFAULTS] +=
                    sign;
        } else {
            figures[LeafFigures.RATED_CASES] += sign;
        }
    }

    private Held first(FactKind kind) {
        for (Held record : records) {
            if (record.kind == kind.code()) {
                return record;
            }
        }
        return null;
    }

    private static long[] figures(Map<ByteBuffer, long[]> changes, LeafKey leaf) {
        return changes.computeIfAbsent(leaf.toBytes(), any -> new long[LeafFigures.COUNT]);
    }

    /** What two states of one case differ by. */
    static Map<ByteBuffer, long[]> changes(CaseState before, CaseState after) {
        Map<ByteBuffer, long[]> changes = new HashMap<>();
        before.contributeTo(changes, -1);
        after.contributeTo(changes, 1);
        return changes;
    }

    byte[] write() {
        ByteWriter out = new ByteWriter(256).writeUnsigned(records.size());
        for (Held record : records) {
            out.writeByte(record.kind)
                    .writeUnsigned(record.ordinal)
                    .writeUnsigned(record.revision)
                    .writeSigned(record.ownTime)
                    .writeLong(record.content)
                    .writeByte(record.level);
            write(record.where, out);
        }
        return out.toBytes();
    }

    static CaseState read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int count = in.readCount();
        List<Held> records = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            records.add(new Held(
                    in.readByte(),
                    in.readCount(),
                    in.readCount(),
                    in.readSigned(),
                    in.readLong(),
                    in.readByte(),
                    readDimensions(in)));
        }
        return new CaseState(records);
    }

    static void write(Dimensions where, ByteWriter out) {
        out.writeString(where.region())
                .writeString(where.department())
                .writeString(where.venue())
                .writeString(where.item())
                .writeString(where.channel())
                .writeString(where.originApp());
    }

    static Dimensions readDimensions(ByteReader in) {
        return new Dimensions(in.readText(), in.readText(), in.readText(), in.readText(), in.readText(), in.readText());
    }
}
