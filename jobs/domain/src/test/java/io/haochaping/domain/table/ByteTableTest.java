package io.haochaping.domain.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class ByteTableTest {

    @Test
    void usageExample() {
        ByteTable table = new ByteTable();
        table.put(1, 2, new byte[] {7, 8, 9}, 1, 2);

        ByteReader value = new ByteReader();
        assertThat(table.read(1, 2, value)).isTrue();
        assertThat(value.readBytes(2)).containsExactly(8, 9);
        assertThat(table.read(2, 1, value)).isFalse();
    }

    @Test
    void itDoesWhatAMapDoesWhateverIsAskedOfIt() {
        long firstSeed = Long.getLong("haochaping.test.seed", System.nanoTime());
        for (long seed = firstSeed; seed < firstSeed + 20; seed++) {
            long failing = seed;
            assertThatCode(() -> compareWithAMap(new Random(failing)))
                    .as("with -Dhaochaping.test.seed=%d", failing)
                    .doesNotThrowAnyException();
        }
    }

    private static void compareWithAMap(Random random) {
        ByteTable table = new ByteTable();
        Map<Key, byte[]> model = new HashMap<>();
        int keys = 1 + random.nextInt(random.nextBoolean() ? 30 : 3_000);
        int copyEvery = random.nextBoolean() ? 60 : 500;
        Map<ByteTable, Map<Key, byte[]>> copies = new IdentityHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Key key = Key.of(random.nextInt(keys));
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    table.remove(key.high, key.low);
                    model.remove(key);
                }
                case 2 -> assertHolds(table, key, model.get(key));
                default -> put(table, model, key, random);
            }
            if (random.nextInt(copyEvery) == 0) {
                ByteTable other = random.nextInt(4) > 0 ? table.copy() : written(table);
                Map<Key, byte[]> before = new HashMap<>(model);
                boolean goOnWithCopy = random.nextBoolean();
                put(goOnWithCopy ? table : other, goOnWithCopy ? before : new HashMap<>(), key, random);
                copies.put(goOnWithCopy ? table : other, goOnWithCopy ? before : null);
                table = goOnWithCopy ? other : table;
                assertSame(table, model);
            }
        }
        assertSame(table, model);
        assertSame(writtenShort(table), model);
        copies.values().removeIf(Objects::isNull);
        copies.forEach(ByteTableTest::assertSame);
        for (Key key : Map.copyOf(model).keySet()) {
            table.remove(key.high, key.low);
            assertThat(table.read(key.high, key.low, new ByteReader())).isFalse();
        }
        assertThat(table.size()).isZero();
    }

    private static void put(ByteTable table, Map<Key, byte[]> model, Key key, Random random) {
        byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 2_000 : 12)];
        random.nextBytes(value);
        int offset = value.length == 0 ? 0 : random.nextInt(value.length);
        table.put(key.high, key.low, value, offset, value.length - offset);
        model.put(key, Arrays.copyOfRange(value, offset, value.length));
    }

    private static void assertSame(ByteTable table, Map<Key, byte[]> model) {
        assertThat(table.size()).isEqualTo(model.size());
        model.forEach((key, value) -> assertHolds(table, key, value));
        int[] visited = {0};
        table.forEach((high, low, bytes, offset, count) -> {
            visited[0]++;
            assertThat(Arrays.copyOfRange(bytes, offset, offset + count)).isEqualTo(model.get(new Key(high, low)));
        });
        assertThat(visited[0]).isEqualTo(model.size());
    }

    private static void assertHolds(ByteTable table, Key key, byte[] value) {
        ByteReader reader = new ByteReader();
        assertThat(table.read(key.high, key.low, reader)).isEqualTo(value != null);
        if (value != null) {
            assertThat(reader.readBytes(value.length)).isEqualTo(value);
            assertThat(reader.hasMore()).isFalse();
        }
    }

    /** Whoever follows the changes has what the table has, whatever is asked of it meanwhile. */
    @Test
    void whoeverTakesTheChangesHasTheSame() {
        long firstSeed = Long.getLong("haochaping.test.seed", System.nanoTime());
        for (long seed = firstSeed; seed < firstSeed + 20; seed++) {
            long failing = seed;
            assertThatCode(() -> followChanges(new Random(failing)))
                    .as("with -Dhaochaping.test.seed=%d", failing)
                    .doesNotThrowAnyException();
        }
    }

    private static void followChanges(Random random) {
        ByteTable table = new ByteTable();
        Map<Key, byte[]> model = new HashMap<>();
        Map<Key, byte[]> follower = new HashMap<>();
        int keys = 1 + random.nextInt(2_000);
        for (int i = random.nextInt(100); i > 0; i--) {
            put(table, model, Key.of(random.nextInt(keys)), random);
        }
        table.noteChangesAndAll();
        for (int round = 0; round < 20; round++) {
            for (int i = random.nextInt(500); i > 0; i--) {
                Key key = Key.of(random.nextInt(keys));
                if (random.nextInt(3) == 0) {
                    table.remove(key.high, key.low);
                    model.remove(key);
                } else {
                    put(table, model, key, random);
                }
            }
            // Its copy knows nothing of changes, and a table whose entries lie in two layers tells them alike.
            table.copy();
            int[] told = {0};
            table.takeChanges(
                    (high, low, bytes, offset, count) -> {
                        told[0]++;
                        follower.put(new Key(high, low), Arrays.copyOfRange(bytes, offset, offset + count));
                    },
                    (high, low) -> {
                        told[0]++;
                        follower.remove(new Key(high, low));
                    });
            assertThat(told[0]).as("each changed key once").isLessThanOrEqualTo(keys);
            assertThat(table.hasChanges()).isFalse();
            assertSame(table, follower);
            assertSame(table, model);
        }
    }

    @Test
    void whatWasThereBeforeChangesAreNotedIsToldWhereItIsAskedForAlone() {
        ByteTable table = new ByteTable();
        table.put(1, 1, new byte[] {7}, 0, 1);

        table.noteChanges();
        assertThat(table.hasChanges()).isFalse();
        table.noteChangesAndAll();
        assertThat(table.hasChanges()).isTrue();
    }

    @Test
    void aCopyDoesNotFollowItsOriginal() {
        ByteTable table = new ByteTable();
        table.put(1, 1, new byte[] {1, 1}, 0, 2);
        ByteTable copy = table.copy();
        table.put(1, 1, new byte[] {2, 2}, 0, 2);
        table.remove(1, 1);

        assertHolds(copy, new Key(1, 1), new byte[] {1, 1});
    }

    /** A checkpoint reads on while the job changes its copy, and copies of that one. */
    @Test
    void aTableThatIsCopiedCanBeWrittenMeanwhile() throws Exception {
        ByteTable table = new ByteTable();
        for (int i = 0; i < 20_000; i++) {
            table.put(i, i, new byte[] {1, 2, 3}, 0, 3);
        }
        for (int round = 0; round < 20; round++) {
            ByteTable old = table;
            CompletableFuture<byte[]> bytes = CompletableFuture.supplyAsync(() -> bytes(old));
            table = old.copy();
            for (int i = 0; i < 1_000; i++) {
                table.put(i * 17 % 20_000, i * 17 % 20_000, new byte[] {(byte) round}, 0, 1);
                table.remove(19_999 - i, 19_999 - i);
                table.put(19_999 - i, 19_999 - i, new byte[] {4, 5, 6, 7}, 0, 4);
            }
            ByteTable read = ByteTable.read(new DataInputStream(new ByteArrayInputStream(bytes.get())));
            assertThat(bytes(read)).hasSameSizeAs(bytes(old));
            assertThat(read.size()).isEqualTo(20_000);
        }
    }

    private static byte[] bytes(ByteTable table) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            table.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entries come out in the order of their homes; put into a smaller table in that order they must not all meet at its front. */
    @Test
    void aLargeTableIsFilledFromAnotherInLinearTime() {
        ByteTable table = new ByteTable();
        Random random = new Random(1);
        for (int i = 0; i < 1_260_000; i++) {
            table.put(random.nextLong(), random.nextLong(), new byte[] {1}, 0, 1);
        }
        ByteTable filled = new ByteTable();

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> table.forEach(filled::put));
        assertThat(filled.size()).isEqualTo(table.size());
        assertThat(written(table).size()).isEqualTo(table.size());
    }

    @Test
    void valuesThatTellTheirKeysAreReadBackFromEveryLayer() throws IOException {
        Random random = new Random(3);
        ByteTable table = new ByteTable();
        Map<Key, byte[]> model = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            if (i == 3_800) {
                table = table.copy();
            }
            Key key = Key.of(random.nextInt(1_500));
            if (random.nextInt(4) == 0) {
                table.remove(key.high, key.low);
                model.remove(key);
            } else {
                byte[] value = tellingKey(key, random.nextInt(200));
                table.put(key.high, key.low, value, 0, value.length);
                model.put(key, value);
            }
        }

        assertSame(ByteTable.readValues(inputOf(table::writeValues), new FirstBytes()), model);
    }

    @Test
    void twoValuesThatTellOneKeyAreNoTable() {
        ByteTable table = new ByteTable();
        byte[] value = tellingKey(new Key(5, 6), 0);
        table.put(1, 1, value, 0, value.length);
        table.put(2, 2, value, 0, value.length);

        assertThatThrownBy(() -> ByteTable.readValues(inputOf(table::writeValues), new FirstBytes()))
                .isInstanceOf(IOException.class)
                .hasMessage("a table of 2 values tells 1 keys");
    }

    private static byte[] tellingKey(Key key, int more) {
        return new ByteWriter(16)
                .writeLong(key.high)
                .writeLong(key.low)
                .writeBytes(new byte[more], 0, more)
                .toBytes();
    }

    /** The key that a value begins with. */
    private static final class FirstBytes implements ByteTable.Keys {
        private long high;
        private long low;

        @Override
        public void of(ByteReader value) {
            high = value.readLong();
            low = value.readLong();
        }

        @Override
        public long high() {
            return high;
        }

        @Override
        public long low() {
            return low;
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static DataInputStream inputOf(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static ByteTable written(ByteTable table) {
        try {
            return ByteTable.read(new DataInputStream(new ByteArrayInputStream(bytes(table))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteTable writtenShort(ByteTable table) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            table.writeShort(new DataOutputStream(bytes));
            return ByteTable.readShort(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half of the keys differ in one bit only, so that they crowd. */
    private record Key(long high, long low) {
        static Key of(int i) {
            return i % 2 == 0 ? new Key(i, 0) : new Key(new Random(i).nextLong(), i);
        }
    }
}
