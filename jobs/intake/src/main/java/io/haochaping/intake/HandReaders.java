package io.haochaping.intake;

import io.haochaping.schemas.RecordType;
import java.util.Arrays;

/**
 * Hand-written decoders of the two kinds that make up nearly all traffic, each for one released schema: they read fields in its order and build nothing but what
 * is needed. Held against the library's reader on random records by a test; every other writer schema takes {@link ResolvingReader}.
 */
final class HandReaders {
    private HandReaders() {}

    /** Reads Rating version 1. */
    static final class RatingV1 implements SentReader {
        private final AvroCursor cursor;

        RatingV1(AvroCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public void read(byte[] message, int bodyOffset, Sent into) {
            AvroCursor in = cursor.over(message, bodyOffset);
            Sent sent = into.clear(RecordType.RATING);
            sent.issuingSystem = in.readString();
            sent.number = in.readString();
            sent.ordinal = in.readInt();
            sent.codeSystem = in.readString();
            sent.level = in.readString();
            sent.channel = in.readString();
            sent.originApp = in.readString();
            readPlace(in, sent);
            sent.time = in.readLong();
            sent.acceptedAt = readOptionalTime(in);
            sent.completedAt = readOptionalTime(in);
            sent.tags = readTexts(in);
            sent.isDefault = in.readBoolean();
            sent.realName = in.readBoolean();
            sent.moderation = in.readString();
            sent.isPublic = in.readBoolean();
            sent.revision = in.readInt();
            skipTransport(in);
            readPersonal(in, sent);
        }

        /** Not through the memory of symbols: a rater comes once, and would drive a department out. */
        private static void readPersonal(AvroCursor in, Sent sent) {
            int branch = in.readIndex(3);
            if (branch == 1) {
                sent.hasText = in.skipBytes() > 0;
                // Nobody asks for them unless ratings are traced: three texts a rating would be made to be thrown away.
                sent.rater = sent.namesPersons ? in.readNewString() : in.skippedString();
                sent.address = sent.namesPersons ? in.readNewString() : in.skippedString();
                sent.device = sent.namesPersons ? in.readNewString() : in.skippedString();
            } else if (branch == 2) {
                sent.hasText = true;
                in.skipBytes();
                in.skipBytes();
            }
            requireEnd(in);
        }
    }

    /** Reads CaseEvent version 1. */
    static final class CaseEventV1 implements SentReader {
        private static final String[] KINDS = {"UNKNOWN", "ACCEPTED", "SERVED", "COMPLETED"};
        private static final String[] UNITS = {"UNKNOWN", "CALENDAR_DAY", "WORKING_DAY", "MONTH", "YEAR"};
        private final AvroCursor cursor;

        CaseEventV1(AvroCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public void read(byte[] message, int bodyOffset, Sent into) {
            AvroCursor in = cursor.over(message, bodyOffset);
            Sent sent = into.clear(RecordType.CASE_EVENT);
            sent.issuingSystem = in.readString();
            sent.number = in.readString();
            sent.ordinal = in.readInt();
            sent.kind = KINDS[in.readIndex(KINDS.length)];
            sent.time = in.readLong();
            sent.acceptedAt = readOptionalTime(in);
            sent.servedAt = readOptionalTime(in);
            if (in.readIndex(2) == 1) {
                sent.promisedAmount = in.readInt();
                sent.promisedUnit = UNITS[in.readIndex(UNITS.length)];
            }
            if (in.readIndex(2) == 1) {
                sent.statutoryAmount = in.readInt();
                sent.statutoryUnit = UNITS[in.readIndex(UNITS.length)];
            }
            sent.specialProcedures = readSpans(in);
            sent.codeSystem = in.readString();
            sent.caseKind = in.readString();
            sent.applicant = in.readString();
            sent.channel = in.readString();
            sent.originApp = in.readString();
            readPlace(in, sent);
            sent.revision = in.readInt();
            skipTransportAndPersonal(in);
        }
    }

    private static void readPlace(AvroCursor in, Sent sent) {
        sent.acceptanceRegion = in.readString();
        sent.acceptanceDepartment = in.readString();
        sent.handlingRegion = in.readString();
        sent.handlingDepartment = in.readString();
        sent.venue = in.readString();
        sent.window = in.readString();
        sent.terminal = in.readString();
        sent.item = in.readString();
        sent.participatingItems = readTexts(in);
    }

    private static void skipTransport(AvroCursor in) {
        in.skipBytes();
        readOptionalTime(in);
        in.skipBytes();
    }

    private static void skipTransportAndPersonal(AvroCursor in) {
        skipTransport(in);
        switch (in.readIndex(3)) {
            case 1 -> {
                in.skipBytes();
                in.skipBytes();
                in.skipBytes();
                in.skipBytes();
            }
            case 2 -> {
                in.skipBytes();
                in.skipBytes();
            }
            default -> {}
        }
        requireEnd(in);
    }

    private static void requireEnd(AvroCursor in) {
        if (!in.atEnd()) {
            throw Undecodable.BYTES;
        }
    }

    private static long readOptionalTime(AvroCursor in) {
        return in.readIndex(2) == 0 ? Sent.NOT_SENT : in.readLong();
    }

    /** Room grows by doubling: a record may spread its items over half a million blocks. */
    private static String[] readTexts(AvroCursor in) {
        String[] texts = Sent.NONE;
        int size = 0;
        for (int count = in.readBlock(1); count > 0; count = in.readBlock(1)) {
            if (texts.length < size + count) {
                texts = Arrays.copyOf(texts, Math.max(size + count, 2 * size));
            }
            for (int end = size + count; size < end; size++) {
                texts[size] = in.readString();
            }
        }
        return size == texts.length ? texts : Arrays.copyOf(texts, size);
    }

    private static long[] readSpans(AvroCursor in) {
        long[] times = Sent.NO_TIMES;
        int size = 0;
        for (int count = in.readBlock(2); count > 0; count = in.readBlock(2)) {
            if (times.length < size + 2 * count) {
                times = Arrays.copyOf(times, Math.max(size + 2 * count, 2 * size));
            }
            for (int end = size + 2 * count; size < end; size++) {
                times[size] = in.readLong();
            }
        }
        return size == times.length ? times : Arrays.copyOf(times, size);
    }
}
