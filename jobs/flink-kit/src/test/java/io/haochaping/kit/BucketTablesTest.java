package io.haochaping.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.kit.wire.WireTypes;
import java.io.File;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in the hands of the engine's real backends: what is there after a checkpoint, a savepoint, and a change of backend. */
@SuppressWarnings("try") // The harness closes with any exception, an interruption among them.
class BucketTablesTest {
    private static final int BUCKETS = 40;
    /** So that they lie over all key groups. */
    private static final int SPREAD = 24;

    @TempDir
    Path folder;

    /** A word is put into its bucket's table, and taken away where it begins with a minus. */
    private static final class Words extends AbstractStreamOperator<String>
            implements OneInputStreamOperator<String, String> {
        private static final long serialVersionUID = 1L;
        private final boolean bounded;
        private transient BucketTables tables;

        private Words(boolean bounded) {
            this.bounded = bounded;
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            tables = BucketTables.of(this, context, "words", WireTypes.CASE_TABLE, bounded);
        }

        @Override
        public void processElement(StreamRecord<String> element) throws Exception {
            String[] entry = element.getValue().split("=");
            tables.change(bucket -> {
                long key = Long.parseLong(entry[0]);
                if (entry.length == 1) {
                    bucket.remove(key, key);
                } else {
                    byte[] value = entry[1].getBytes(StandardCharsets.UTF_8);
                    bucket.put(key, key, value, 0, value.length);
                }
                return true;
            });
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            tables.prepareSnapshot();
        }

        SortedMap<Long, String> all() throws Exception {
            SortedMap<Long, String> all = new TreeMap<>();
            tables.changeAll(bucket -> {
                bucket.forEach((high, low, bytes, offset, count) -> all.put(high, text(bucket, high, low)));
                return false;
            });
            return all;
        }

        private static String text(ByteTable bucket, long high, long low) {
            ByteReader reader = new ByteReader();
            assertThat(bucket.read(high, low, reader)).isTrue();
            StringBuilder text = new StringBuilder();
            while (reader.hasMore()) {
                text.append((char) reader.readByte());
            }
            return text.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void whatWasPutAndTakenAwayIsThereAfterEveryCheckpoint(String backend) throws Exception {
        OperatorSubtaskState state;
        try (var words = words(backend, 1, 0)) {
            words.open();
            for (int key = 0; key < 500; key++) {
                words.processElement(key + "=first" + key, 0);
            }
            words.snapshot(1, 1);
            words.processElement("7", 0);
            words.processElement("8=second", 0);
            words.snapshot(2, 2);
            words.processElement("9=third", 0);
            words.processElement("10", 0);
            words.processElement("10=again", 0);
            state = words.snapshot(3, 3);
        }

        try (var words = words(backend, 1, 0)) {
            words.initializeState(state);
            words.open();
            SortedMap<Long, String> all = operator(words).all();
            assertThat(all)
                    .hasSize(499)
                    .doesNotContainKey(7L)
                    .containsEntry(8L, "second")
                    .containsEntry(9L, "third")
                    .containsEntry(10L, "again")
                    .containsEntry(499L, "first499");
        }
    }

    /** A checkpoint of all state is written for whoever goes on from it. */
    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aReplayKeepsItsTablesToItselfAndGoesOnFromNoCheckpoint(String backend) throws Exception {
        OperatorSubtaskState state;
        try (var words = words(backend, 1, 0, true)) {
            words.open();
            for (int key = 0; key < 500; key++) {
                words.processElement(key + "=first" + key, 0);
            }
            state = words.snapshot(1, 1);
            words.processElement("7", 0);
            words.processElement("8=second", 0);
            assertThat(operator(words).all())
                    .hasSize(499)
                    .doesNotContainKey(7L)
                    .containsEntry(8L, "second")
                    .containsEntry(499L, "first499");
        }
        assertThat(state.getManagedKeyedState().stream()
                        .mapToLong(KeyedStateHandle::getStateSize)
                        .sum())
                .isLessThan(500);

        try (var words = words(backend, 1, 0, true)) {
            assertThatThrownBy(() -> words.initializeState(state))
                    .hasRootCauseMessage(
                            "a replay holds nothing in its checkpoints and goes on from none: it has to begin again");
        }
    }

    /** Which is all that the backend is there for: of ten thousand entries, one is new. */
    @Test
    void aCheckpointInRocksDbHoldsWhatIsNew() throws Exception {
        try (var words = words("rocksdb", 1, 0)) {
            words.open();
            Random random = new Random(1);
            for (int key = 0; key < 10_000; key++) {
                // What can be compressed would be no larger than what RocksDB writes about itself.
                words.processElement(key + "=" + new BigInteger(1_000, random), 0);
            }
            OperatorSubtaskState whole = words.snapshot(1, 1);
            words.notifyOfCompletedCheckpoint(1);
            words.processElement("5=y", 0);
            OperatorSubtaskState next = words.snapshot(2, 2);

            assertThat(whole.getCheckpointedSize()).isGreaterThan(1_000_000);
            assertThat(next.getCheckpointedSize()).isLessThan(whole.getCheckpointedSize() / 4);
        }
    }

    /** Merging them would cost processor time and bytes of checkpoints, and serves nobody: they are read at a restore alone. */
    @Test
    void theFilesOfTenCheckpointsLieAsTheyAre() throws Exception {
        try (var words = words("rocksdb", 1, 0)) {
            words.open();
            Set<Object> files = new HashSet<>();
            int inTheLast = 0;
            for (int checkpoint = 1; checkpoint <= 10; checkpoint++) {
                words.processElement(checkpoint + "=x", 0);
                OperatorSubtaskState state = words.snapshot(checkpoint, checkpoint);
                words.notifyOfCompletedCheckpoint(checkpoint);
                inTheLast = 0;
                for (KeyedStateHandle handle : state.getManagedKeyedState()) {
                    for (var file : ((IncrementalRemoteKeyedStateHandle) handle).getSharedState()) {
                        files.add(file.getLocalPath());
                        inTheLast++;
                    }
                }
            }
            assertThat(files).hasSizeGreaterThanOrEqualTo(10).hasSize(inTheLast);
        }
    }

    @ParameterizedTest
    @CsvSource({"hashmap, rocksdb", "rocksdb, hashmap", "rocksdb, rocksdb"})
    void aSavepointOfOneBackendIsRestoredOnTheOtherAndGoesOn(String from, String to) throws Exception {
        OperatorSubtaskState savepoint;
        try (var words = words(from, 1, 0)) {
            words.open();
            for (int key = 0; key < 500; key++) {
                words.processElement(key + "=old" + key, 0);
            }
            savepoint = snapshot(words, SavepointType.savepoint(SavepointFormatType.CANONICAL));
        }

        OperatorSubtaskState later;
        try (var words = words(to, 1, 0)) {
            words.initializeState(savepoint);
            words.open();
            assertThat(operator(words).all()).hasSize(500).containsEntry(499L, "old499");
            words.processElement("3", 0);
            words.processElement("500=new", 0);
            later = words.snapshot(2, 2);
        }

        try (var words = words(to, 1, 0)) {
            words.initializeState(later);
            words.open();
            assertThat(operator(words).all())
                    .hasSize(500)
                    .doesNotContainKey(3L)
                    .containsEntry(4L, "old4")
                    .containsEntry(500L, "new");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void twoSubtasksShareWhatOneHad(String backend) throws Exception {
        OperatorSubtaskState state;
        try (var words = words(backend, 1, 0)) {
            words.open();
            for (int key = 0; key < 500; key++) {
                words.processElement(key + "=w", 0);
            }
            state = words.snapshot(1, 1);
        }

        TreeMap<Long, String> both = new TreeMap<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var words = words(backend, 2, subtask)) {
                words.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        state, Buckets.MAX_PARALLELISM, 1, 2, subtask));
                words.open();
                SortedMap<Long, String> part = operator(words).all();
                assertThat(part).isNotEmpty();
                assertThat(both).doesNotContainKeys(part.keySet().toArray(Long[]::new));
                both.putAll(part);
            }
        }
        assertThat(both).hasSize(500);
    }

    private static OperatorSubtaskState snapshot(
            KeyedOneInputStreamOperatorTestHarness<Integer, String, String> words, SnapshotType type) throws Exception {
        return words.snapshotWithLocalState(1, 1, type).getJobManagerOwnedState();
    }

    private static Words operator(KeyedOneInputStreamOperatorTestHarness<Integer, String, String> words) {
        return (Words) words.getOperator();
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, String, String> words(
            String backend, int parallelism, int subtask) throws Exception {
        return words(backend, parallelism, subtask, false);
    }

    private KeyedOneInputStreamOperatorTestHarness<Integer, String, String> words(
            String backend, int parallelism, int subtask, boolean bounded) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<Integer, String, String>(
                new Words(bounded),
                word -> Buckets.keyOf(Long.parseLong(word.split("=")[0]) % BUCKETS * SPREAD),
                Types.INT,
                Buckets.MAX_PARALLELISM,
                parallelism,
                subtask);
        File checkpoints =
                Files.createDirectories(folder.resolve("checkpoints")).toFile();
        harness.setCheckpointStorage(new FileSystemCheckpointStorage(checkpoints.toURI(), 0));
        harness.setStateBackend(StateBackends.named(backend));
        harness.setup(Types.STRING.createSerializer(new SerializerConfigImpl()));
        return harness;
    }
}
