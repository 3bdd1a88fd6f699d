package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.schemas.NamedVersions;
import io.haochaping.schemas.RecordType;
import io.haochaping.schemas.ReleasedSchema;
import io.haochaping.schemas.SchemaCatalog;
import io.haochaping.schemas.SingleObjectEncoding;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** What no sender in good faith would send. */
class HostileBytesTest {
    private static final int INPUTS = 200_000;
    /** Building a text, a set of them and a fact costs some hundred bytes for each byte that was sent, never a multiple of what was only declared. */
    private static final long PER_BYTE = 600;

    private static final long ONCE = 2 << 20;
    private static final int MEBIBYTE = 1 << 20;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final SchemaCatalog EVERYTHING =
            SchemaCatalog.released().naming(NamedVersions.parse("work-order-event|2|2015-01-01"));

    private final Door door = new Door(EVERYTHING, registered());

    private static Map<Integer, ReleasedSchema> registered() {
        Map<Integer, ReleasedSchema> registered = new HashMap<>();
        EVERYTHING.all().forEach(schema -> registered.put(registered.size(), schema));
        return registered;
    }

    @Test
    void noBytesBringTheDoorDown() {
        long seed = Long.getLong("hostile.seed", 20_261_003L);
        System.out.println("hostile bytes, seed " + seed);
        Random random = new Random(seed);
        List<byte[]> valid = validMessages(seed);
        int[] outcomes = new int[3];
        Readers ratings = new Readers(RecordType.RATING);
        Readers caseEvents = new Readers(RecordType.CASE_EVENT);
        for (int i = 0; i < INPUTS; i++) {
            byte[] value = i % 50 == 0 ? noise(random) : mutated(valid.get(random.nextInt(valid.size())), random);
            String topic = Door.topicOf(RecordType.values()[random.nextInt(5)]);
            Decoded decoded = decodeWithinBounds(topic, value);
            outcomes[decoded instanceof Decoded.Received ? 0 : decoded instanceof Decoded.Refused ? 1 : 2]++;
            if (value.length > SingleObjectEncoding.BODY_OFFSET) {
                ratings.agreeOn(value);
                caseEvents.agreeOn(value);
            }
        }
        assertThat(Arrays.stream(outcomes).min().getAsInt())
                .as("received, refused, ticked: %s", Arrays.toString(outcomes))
                .isGreaterThan(1_000);
    }

    @Test
    void aHugeDeclaredLengthAllocatesNothing() {
        for (RecordType type : RecordType.values()) {
            for (long declared : List.of(
                    Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE, 1L << 31, 1L << 32, (long) MEBIBYTE)) {
                byte[] whole =
                        new RandomRecords(1).next(type).getSchema().getFields().isEmpty()
                                ? new byte[0]
                                : new AvroForm(1).singleObject(new RandomRecords(1).next(type));
                for (int at = SingleObjectEncoding.BODY_OFFSET; at < whole.length; at++) {
                    decodeWithinBounds("rating.web", spliced(whole, at, varint(declared)));
                }
            }
        }
    }

    @Test
    void aMillionBlocksOfOneItemCostNoMoreThanOneBlockOfAMillion() {
        byte[] empty = Sample.rating().bytes();
        // tags: an array that is empty, and so the first of seven zero bytes from isDefault on; found by sending one
        // tag.
        byte[] one = Sample.rating().with("tags", List.of("")).bytes();
        int at = Arrays.mismatch(empty, one);
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        blocks.write(empty, 0, at);
        while (blocks.size() < MEBIBYTE - 100) {
            blocks.write(2);
            blocks.write(0);
        }
        blocks.write(empty, at, empty.length - at);

        Decoded decoded = decodeWithinBounds("rating.web", blocks.toByteArray());

        assertThat(Door.factOf(decoded).tags).isEmpty();
    }

    @Test
    void aMegabyteOfAccentsIsNoCaseNumberAndTakesNoTime() {
        String accents = "a" + "\u0315\u0316".repeat(250_000);
        Sample sample = Sample.rating().with("caseNumber", accents);

        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(door.reason(sample)).isEqualTo(Reason.NO_IDENTITY));
    }

    @Test
    void aNumberIsMeasuredAfterNormalising() {
        String spread = "1 ".repeat(128) + " ".repeat(5_000);

        assertThat(door.reason(Sample.rating().with("caseNumber", spread))).isNull();
        assertThat(door.reason(Sample.rating().with("caseNumber", spread + "1")))
                .isEqualTo(Reason.NO_IDENTITY);
        // Three letters that compose to one syllable.
        String syllables = "\u1112\u1161\u11ab".repeat(128);
        assertThat(door.reason(Sample.rating().with("caseNumber", syllables))).isNull();
        assertThat(door.reason(Sample.rating().with("caseNumber", syllables + "1")))
                .isEqualTo(Reason.NO_IDENTITY);
    }

    @Test
    void aRoundOfBillionsOfPartitionsIsNoRound() {
        for (int partitions : List.of(Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 10_001)) {
            Decoded decoded = decodeWithinBounds(
                    "rating.web",
                    Sample.tick(Sample.AT, "rating.web", partitions).bytes());
            assertThat(decoded).isEqualTo(new Decoded.Ticked(false, Sample.AT, List.of()));
        }
        Decoded largest = door.receive(Sample.tick(Sample.AT, "rating.web", 10_000));
        assertThat(((Decoded.Ticked) largest).round()).hasSize(10_000);
    }

    @Test
    void itemsOfNoBytesAreNoRecordOfAnySchema() {
        Schema strange = SchemaBuilder.record("Rating")
                .namespace("io.haochaping")
                .fields()
                .name("nothing")
                .type()
                .array()
                .items()
                .nullType()
                .noDefault()
                .name("caseNumber")
                .type()
                .stringType()
                .noDefault()
                .name("codeSystem")
                .type()
                .stringType()
                .noDefault()
                .name("level")
                .type()
                .stringType()
                .noDefault()
                .name("ratedAt")
                .type()
                .longType()
                .noDefault()
                .endRecord();
        ReleasedSchema listed = ReleasedSchema.of(RecordType.RATING, 7, strange, java.time.Instant.EPOCH);
        Door own = new Door(SchemaCatalog.released().with(listed), Map.of());
        // Three items of nothing, the end of the array, three empty texts and a time.
        byte[] message = ByteBuffer.allocate(16)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x01C3)
                .putLong(listed.fingerprint())
                .put(new byte[] {6, 0, 0, 0, 0, 0})
                .array();

        assertThat(Door.reasonOf(own.receive("rating.web", Sample.AT, message))).isEqualTo(Reason.UNDECODABLE);
    }

    private Decoded decodeWithinBounds(String topic, byte[] value) {
        RawRecord raw = Door.raw(topic, Sample.AT, value, null);
        long before = memory.getCurrentThreadAllocatedBytes();
        Decoded decoded = door.intake.decode(raw, -1);
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ONCE + PER_BYTE * value.length) {
            throw new AssertionError(allocated + " bytes for a value of " + value.length);
        }
        assertThat(decoded).isNotNull();
        return decoded;
    }

    private static List<byte[]> validMessages(long seed) {
        RandomRecords records = new RandomRecords(seed);
        AvroForm form = new AvroForm(seed);
        List<byte[]> messages = new ArrayList<>();
        for (RecordType type : RecordType.values()) {
            for (int i = 0; i < 40; i++) {
                GenericRecord record = records.next(type);
                messages.add(form.singleObject(record));
                messages.add(form.confluent(type.ordinal(), record));
            }
        }
        for (int i = 0; i < 20; i++) {
            messages.add(Sample.tick(Sample.AT - i, "rating.web", i + 1).bytes());
            messages.add(Sample.of(RecordType.values()[i % 5]).bytes());
        }
        return messages;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(8) == 0
                    ? random.nextInt(bytes.length)
                    : Math.min(bytes.length - 1, 5 + random.nextInt(bytes.length));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
                case 4 -> bytes = spliced(bytes, at, varint(random.nextLong() >> random.nextInt(64)));
                default ->
                    bytes = spliced(
                            bytes, at, new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0});
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] instead) {
        byte[] spliced = Arrays.copyOf(bytes, at + instead.length + Math.max(0, bytes.length - at - 1));
        System.arraycopy(instead, 0, spliced, at, instead.length);
        System.arraycopy(
                bytes,
                Math.min(at + 1, bytes.length),
                spliced,
                at + instead.length,
                Math.max(0, bytes.length - at - 1));
        return spliced;
    }

    private static byte[] varint(long value) {
        ByteWriter out = new ByteWriter(16);
        return out.writeSigned(value).toBytes();
    }

    /** Both readers of a type on the same body. */
    private static final class Readers {
        private final SentReader byHand;
        private final SentReader byLibrary;
        private final ByteWriter buffer = new ByteWriter(256);

        Readers(RecordType type) {
            byHand = HandReadersTest.byHand(type);
            byLibrary = HandReadersTest.byLibrary(type);
        }

        void agreeOn(byte[] message) {
            Long one = content(byHand, message);
            Long other = content(byLibrary, message);
            if (!java.util.Objects.equals(one, other)) {
                throw new AssertionError("by hand " + one + ", by the library " + other + ": "
                        + java.util.HexFormat.of().formatHex(message));
            }
        }

        /** Null: undecodable. */
        private Long content(SentReader reader, byte[] message) {
            Sent sent = new Sent();
            sent.namesPersons = true;
            try {
                reader.read(message, SingleObjectEncoding.BODY_OFFSET, sent);
            } catch (Undecodable refused) {
                return null;
            }
            return sent.content(buffer);
        }
    }
}
