package io.haochaping.domain.fraud;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.bytes.Symbols;

/**
 * What a rating is to suspicion: who it is, where it counts, and nothing of its rater.
 *
 * @param content 64-bit digest of the content
 * @param hasText true also where the personal part is sealed: nobody can say that it has none
 * @param carriedLater the acceptance that it carries lies behind it
 */
public record TracedRating(
        String scope,
        String caseNumber,
        int ordinal,
        long content,
        int level,
        long ratedAt,
        int revision,
        boolean hasText,
        boolean tagAgainstLevel,
        boolean carriedLater,
        String region,
        String department,
        String channel)
        implements Comparable<TracedRating> {
    private static final int TEXT = 8;
    private static final int TAG = 16;
    private static final int CARRIED = 32;
    private static final int SAME_SCOPE = 64;

    /** Copies are one rating: same case, ordinal and content. */
    boolean isCopyOf(TracedRating other) {
        return compareTo(other) == 0;
    }

    /** The order in which a cell holds its members, and by which it keeps the first ones where there are too many. */
    @Override
    public int compareTo(TracedRating other) {
        int by = Long.compareUnsigned(content, other.content);
        by = by != 0 ? by : caseNumber.compareTo(other.caseNumber);
        by = by != 0 ? by : scope.compareTo(other.scope);
        return by != 0 ? by : Integer.compare(ordinal, other.ordinal);
    }

    /** One of two copies, or both: who has a text in either has one. */
    TracedRating withTextOf(TracedRating copy) {
        return hasText || !copy.hasText ? this : copy;
    }

    void write(ByteWriter out) {
        boolean sameScope = scope.equals(region);
        out.writeByte(level
                | (hasText ? TEXT : 0)
                | (tagAgainstLevel ? TAG : 0)
                | (carriedLater ? CARRIED : 0)
                | (sameScope ? SAME_SCOPE : 0));
        out.writeLong(content).writeUnsigned(ordinal).writeUnsigned(ratedAt).writeSigned(revision);
        out.writeString(region);
        if (!sameScope) {
            out.writeString(scope);
        }
        out.writeString(caseNumber).writeString(department).writeString(channel);
    }

    static TracedRating read(ByteReader in, Symbols symbols) {
        int bits = in.readByte();
        long content = in.readLong();
        int ordinal = in.readCount();
        long ratedAt = in.readUnsigned();
        int revision = (int) in.readSigned();
        String region = in.readString(symbols);
        String scope = (bits & SAME_SCOPE) == 0 ? in.readString(symbols) : region;
        return new TracedRating(
                scope,
                in.readText(),
                ordinal,
                content,
                bits & 7,
                ratedAt,
                revision,
                (bits & TEXT) != 0,
                (bits & TAG) != 0,
                (bits & CARRIED) != 0,
                region,
                in.readString(symbols),
                in.readString(symbols));
    }
}
