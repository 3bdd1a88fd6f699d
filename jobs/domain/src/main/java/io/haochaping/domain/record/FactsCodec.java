package io.haochaping.domain.record;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import java.util.function.Consumer;

/**
 * The bytes of all facts of one case in state, without its key (docs/decisions/0095).
 *
 * <p>Form 2: what the facts share stands once; times are distances; codes are packed. Form 1, which is read for ever, is an hour and one {@link FactCodec} record after the other. The first byte tells them apart:
 * an hour since 1970 is a positive number of four bytes.
 */
public final class FactsCodec {
    private static final int FORM_1_HOUR_BYTES = 4;

    /** Of the first byte: not form 1. Then two bits of form, 0 for form 2; three flags; two bits of how many facts, 0 for "a number follows". */
    private static final int NOT_FORM_1 = 0x80;

    private static final int FORM = 0x60;
    private static final int SHORT_TIME = 1 << 4;
    private static final int ONE_APPEND = 1 << 3;
    private static final int ONE_PARTITION = 1 << 2;
    private static final int COUNT = 3;

    /** 2020-01-01T00:00Z. Forty bits of milliseconds reach to November 2054; other times take the bytes of a signed number. */
    private static final long SHORT_TIME_FROM = 1_577_836_800_000L;

    private static final int SHORT_TIME_BITS = 40;

    private static final int REGION = 1;
    private static final int DEPARTMENT = 1 << 1;
    private static final int VENUE = 1 << 2;
    private static final int ITEM = 1 << 3;
    private static final int CHANNEL = 1 << 4;
    private static final int ORIGIN_APP = 1 << 5;
    private static final int TOPIC = 1 << 6;
    private static final int OPTIONAL = 1 << 7;

    private static final String USCC_START = "11";
    private static final int COUNTY_DIGITS = 6;

    private final FactCodec single = new FactCodec();
    private final PackedText texts = new PackedText();
    private final Fact.Builder builder = new Fact.Builder();
    private long[] times = new long[8];

    /** @param facts of one case, sorted by own time, at least one */
    public void write(Fact[] facts, int count, ByteWriter out) {
        Fact first = facts[0];
        long sinceStart = first.ownTime - SHORT_TIME_FROM;
        boolean shortTime = sinceStart >>> SHORT_TIME_BITS == 0;
        boolean oneAppend = true;
        boolean onePartition = true;
        for (int i = 1; i < count; i++) {
            oneAppend &= facts[i].appendedAt == first.appendedAt;
            onePartition &= facts[i].partition == first.partition;
        }
        out.writeByte(NOT_FORM_1
                | (shortTime ? SHORT_TIME : 0)
                | (oneAppend ? ONE_APPEND : 0)
                | (onePartition ? ONE_PARTITION : 0)
                | (count <= COUNT ? count : 0));
        if (shortTime) {
            out.writeByte((int) (sinceStart >>> 32)).writeInt((int) sinceStart);
        } else {
            out.writeSigned(first.ownTime);
        }
        if (count > COUNT) {
            out.writeUnsigned(count);
        }
        for (int i = 1; i < count; i++) {
            out.writeUnsigned(facts[i].ownTime - facts[i - 1].ownTime);
        }
        if (oneAppend) {
            out.writeSigned(first.appendedAt - facts[count - 1].ownTime);
        }
        if (onePartition) {
            out.writeUnsigned(first.partition);
        }
        String topic = "";
        Dimensions before = Dimensions.NONE;
        for (int i = 0; i < count; i++) {
            Fact fact = facts[i];
            int present = FactCodec.present(fact);
            out.writeByte(fact.kind.code() << 3 | fact.level | FactCodec.limitBits(fact.limits));
            writeWhere(fact, topic, before, present != 0, out);
            out.writeLong(fact.content);
            if (!oneAppend) {
                out.writeSigned(fact.appendedAt - fact.ownTime);
            }
            if (!onePartition) {
                out.writeUnsigned(fact.partition);
            }
            if (present != 0) {
                out.writeUnsigned(present);
                FactCodec.writeOptional(fact, present, out);
            }
            if (fact.limits != null && !fact.limits.saysNothing()) {
                out.writeUnsigned(fact.limits.promised()).writeUnsigned(fact.limits.statutory());
            }
            topic = fact.topic;
            before = fact.dimensions;
        }
    }

    private static void writeWhere(Fact fact, String topic, Dimensions before, boolean optional, ByteWriter out) {
        Dimensions at = fact.dimensions;
        int changed = (optional ? OPTIONAL : 0) | (fact.topic.equals(topic) ? 0 : TOPIC) | changed(at, before);
        out.writeByte(changed);
        if ((changed & TOPIC) != 0) {
            PackedText.write(fact.topic, "", 0, out);
        }
        if ((changed & REGION) != 0) {
            PackedText.write(at.region(), "", 0, out);
        }
        if ((changed & DEPARTMENT) != 0) {
            PackedText.write(at.department(), departmentStart(at.region()), 0, out);
        }
        if ((changed & VENUE) != 0) {
            PackedText.write(at.venue(), at.region(), 0, out);
        }
        if ((changed & ITEM) != 0) {
            PackedText.write(at.item(), at.department(), USCC_START.length(), out);
        }
        if ((changed & CHANNEL) != 0) {
            PackedText.write(at.channel(), "", 0, out);
        }
        if ((changed & ORIGIN_APP) != 0) {
            PackedText.write(at.originApp(), "", 0, out);
        }
    }

    private static int changed(Dimensions at, Dimensions before) {
        if (at == before) {
            return 0;
        }
        return (at.region().equals(before.region()) ? 0 : REGION)
                | (at.department().equals(before.department()) ? 0 : DEPARTMENT)
                | (at.venue().equals(before.venue()) ? 0 : VENUE)
                | (at.item().equals(before.item()) ? 0 : ITEM)
                | (at.channel().equals(before.channel()) ? 0 : CHANNEL)
                | (at.originApp().equals(before.originApp()) ? 0 : ORIGIN_APP);
    }

    /** An authority's code names the county that registered it, most often the region's. */
    private static String departmentStart(String region) {
        return region.length() < COUNTY_DIGITS ? "" : USCC_START.concat(region.substring(0, COUNTY_DIGITS));
    }

    /** Own time of the first record of a case. */
    public long readFirstTime(ByteReader in) {
        int head = in.readByte();
        if ((head & NOT_FORM_1) == 0) {
            in.skip(FORM_1_HOUR_BYTES - 1);
            return single.read(new CaseKey(0, 0), in).ownTime;
        }
        refuseLaterForm(head);
        return firstTime(head, in);
    }

    private static void refuseLaterForm(int head) {
        if ((head & FORM) != 0) {
            throw new IllegalStateException(
                    "a case has a form that this version does not read: start the job with the version that wrote it, or a newer one");
        }
    }

    private static long firstTime(int head, ByteReader in) {
        return (head & SHORT_TIME) != 0
                ? SHORT_TIME_FROM + ((long) in.readByte() << 32 | in.readInt() & 0xFFFF_FFFFL)
                : in.readSigned();
    }

    /** Reads either form; the facts come in the order in which they were written. */
    public void read(CaseKey key, ByteReader in, Consumer<Fact> into) {
        int head = in.readByte();
        if ((head & NOT_FORM_1) == 0) {
            in.skip(FORM_1_HOUR_BYTES - 1);
            readForm1(key, in, into);
        } else {
            refuseLaterForm(head);
            readForm2(head, key, in, into);
        }
    }

    private void readForm1(CaseKey key, ByteReader in, Consumer<Fact> into) {
        Fact last = single.read(key, in);
        into.accept(last);
        while (in.hasMore()) {
            last = single.readBehind(last, in);
            into.accept(last);
        }
    }

    private void readForm2(int head, CaseKey key, ByteReader in, Consumer<Fact> into) {
        long time = firstTime(head, in);
        int count = (head & COUNT) != 0 ? head & COUNT : in.readCount();
        times = times.length < count ? new long[count * 2] : times;
        times[0] = time;
        for (int i = 1; i < count; i++) {
            time += in.readUnsigned();
            times[i] = time;
        }
        boolean oneAppend = (head & ONE_APPEND) != 0;
        boolean onePartition = (head & ONE_PARTITION) != 0;
        long appended = oneAppend ? time + in.readSigned() : 0;
        int partition = onePartition ? in.readCount() : 0;
        String topic = "";
        Dimensions at = Dimensions.NONE;
        for (int i = 0; i < count; i++) {
            Fact.Builder fact = builder.clear();
            fact.key = key;
            int start = in.readByte();
            fact.kind = FactKind.of((start & FactCodec.KIND_AND_LEVEL) >> 3);
            fact.level = start & 7;
            int changed = in.readByte();
            topic = (changed & TOPIC) != 0 ? texts.read("", 0, in) : topic;
            at = (changed & ~(TOPIC | OPTIONAL)) != 0 ? readDimensions(changed, at, in) : at;
            fact.topic = topic;
            fact.dimensions = at;
            fact.content = in.readLong();
            fact.ownTime = times[i];
            fact.appendedAt = oneAppend ? appended : times[i] + in.readSigned();
            fact.partition = onePartition ? partition : in.readCount();
            if ((changed & OPTIONAL) != 0) {
                single.readOptional(fact, in.readCount(), in);
            }
            if ((start & FactCodec.LIMITS_SENT) != 0) {
                fact.limits = new CaseLimits(in.readCount(), in.readCount());
            } else {
                fact.limits = (start & FactCodec.LIMITS_READ) != 0 ? CaseLimits.NONE : null;
            }
            into.accept(fact.build());
        }
    }

    private Dimensions readDimensions(int changed, Dimensions before, ByteReader in) {
        String region = (changed & REGION) != 0 ? texts.read("", 0, in) : before.region();
        String department =
                (changed & DEPARTMENT) != 0 ? texts.read(departmentStart(region), 0, in) : before.department();
        return new Dimensions(
                region,
                department,
                (changed & VENUE) != 0 ? texts.read(region, 0, in) : before.venue(),
                (changed & ITEM) != 0 ? texts.read(department, USCC_START.length(), in) : before.item(),
                (changed & CHANNEL) != 0 ? texts.read("", 0, in) : before.channel(),
                (changed & ORIGIN_APP) != 0 ? texts.read("", 0, in) : before.originApp());
    }
}
