package io.haochaping.benchmarks.kafkastreams;

import io.haochaping.benchmarks.LeafTable;
import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;

/** The figures of a leaf, or a change of them: in the order of {@link LeafTable#FIGURES}. */
final class LeafFigures {
    static final int COUNT = LeafTable.FIGURES.size();
    static final int GENERATED_DEFAULTS = LeafTable.FIGURES.indexOf("generated_defaults");
    static final int ACCEPTED = LeafTable.FIGURES.indexOf("accepted");
    static final int COMPLETED = LeafTable.FIGURES.indexOf("completed");
    static final int RATED_CASES = LeafTable.FIGURES.indexOf("rated_cases");
    static final int TIMED = LeafTable.FIGURES.indexOf("timed");
    static final int CALENDAR_SECONDS = LeafTable.FIGURES.indexOf("calendar_seconds");
    private static final byte[] NONE = {0};

    private LeafFigures() {}

    static int ofLevel(int level) {
        return level - 1;
    }

    static byte[] none() {
        return NONE.clone();
    }

    /** Which figures are not 0, then those. */
    static byte[] write(long[] figures) {
        int which = 0;
        for (int i = 0; i < COUNT; i++) {
            which |= figures[i] == 0 ? 0 : 1 << i;
        }
        ByteWriter out = new ByteWriter(16).writeUnsigned(which);
        for (long figure : figures) {
            if (figure != 0) {
                out.writeSigned(figure);
            }
        }
        return out.toBytes();
    }

    static void addTo(long[] sum, byte[] written) {
        ByteReader in = new ByteReader(written);
        int which = (int) in.readUnsigned();
        for (int i = 0; i < COUNT; i++) {
            if ((which & 1 << i) != 0) {
                sum[i] += in.readSigned();
            }
        }
    }

    /** @return null where nothing is left: a row without figures does not exist */
    static byte[] plus(byte[] one, byte[] other) {
        long[] sum = new long[COUNT];
        addTo(sum, one);
        addTo(sum, other);
        for (long figure : sum) {
            if (figure != 0) {
                return write(sum);
            }
        }
        return null;
    }
}
