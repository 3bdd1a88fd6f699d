package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The ticks of every partition. A round now and then misses a partition or reaches it twice, which must harm nothing; a tick whose T lies
 * after its own append time must be ignored: one before every cut-off, and a whole round of them just before the end.
 */
final class TickRounds {
    /** A tick at its place. */
    record Tick(long placedAt, byte[] value) {}

    private static final Schema SCHEMA = Wire.schema("tick");
    private static final byte[] HEADER = Wire.header(SCHEMA);
    private static final long DELAY = 2 * Span.SECOND;
    private static final int MISSING_IN = 97;
    private static final int REPEATED_IN = 89;

    private final long seed;
    private final Run run;
    private final TreeMap<Long, byte[]> values = new TreeMap<>();

    TickRounds(long seed, Run run) {
        this.seed = seed;
        this.run = run;
    }

    /** In append order. */
    List<Tick> of(SourcePartition where) {
        Draw draw = Draw.of(seed, where.toString().hashCode());
        List<Tick> ticks = new ArrayList<>();
        boolean missed = false;
        for (long at = run.start(); at < run.end(); at += run.tickEvery()) {
            missed = !missed && draw.oneIn(MISSING_IN);
            if (!missed) {
                ticks.add(tick(at, at + draw.between(0, DELAY)));
            }
            if (draw.oneIn(REPEATED_IN)) {
                ticks.add(tick(at, at + draw.between(DELAY, 2 * DELAY)));
            }
        }
        ignored(ticks, draw);
        ticks.add(tick(run.end(), run.end() + draw.between(0, DELAY)));
        ticks.sort(Comparator.comparingLong(Tick::placedAt));
        return ticks;
    }

    private void ignored(List<Tick> ticks, Draw draw) {
        for (long cutOff : cutOffs()) {
            ticks.add(tick(cutOff + Span.HOUR, cutOff - 2 * Span.HOUR + draw.between(0, DELAY)));
        }
        ticks.add(tick(run.end() + 6 * Span.HOUR, run.end() - DELAY));
    }

    /** The cut-offs of the months in which the run takes place, as far as they lie well inside it. */
    private List<Long> cutOffs() {
        List<Long> cutOffs = new ArrayList<>();
        long earliest = run.start() + Span.DAY;
        for (long at = run.start(); at < run.end(); at += 28 * Span.DAY) {
            Run.cutOff(at).ifPresent(cutOff -> {
                if (cutOff > earliest && cutOff < run.end() - Span.DAY && !cutOffs.contains(cutOff)) {
                    cutOffs.add(cutOff);
                }
            });
        }
        return cutOffs;
    }

    private Tick tick(long at, long placedAt) {
        return new Tick(placedAt, values.computeIfAbsent(at, any -> value(run, at)));
    }

    /** One value for all partitions of a round: it names them all. */
    static byte[] value(Run run, long at) {
        return value(Topics.ALL, run.partitions(), at);
    }

    /** A round into every partition of these topics, which all have as many. */
    static byte[] value(List<String> topics, int partitionsOfEach, long at) {
        Schema element = SCHEMA.getField("round").schema().getElementType();
        List<GenericRecord> round = new ArrayList<>();
        for (String topic : topics) {
            GenericRecord partitions = new GenericData.Record(element);
            partitions.put("topic", topic);
            partitions.put("partitions", partitionsOfEach);
            round.add(partitions);
        }
        GenericRecord tick = new GenericData.Record(SCHEMA);
        tick.put("at", at);
        tick.put("round", round);
        return Wire.encode(HEADER, tick);
    }
}
