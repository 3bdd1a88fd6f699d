package io.haochaping.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.fraud.CellKind;
import io.haochaping.domain.fraud.FraudCells;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.fraud.TracedRating;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.ComplaintTerms;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.FactsCodec;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.row.Part;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.Figure;
import io.haochaping.domain.tally.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a released version wrote into state or on the wire, every later one must read. The files stay for ever; a new form gets files of its own. */
class GoldenStateTest {
    private static final RowKey HOUR = RowKey.hour(
            new ByteWriter(64),
            1_790_000_400_000L,
            Part.IN_TIME,
            new Dimensions("440111000000", "11440111007482532K", "", "11440111007482532K0001", "web", ""),
            "builtin-1");
    /** Its value has a length of two bytes. */
    private static final RowKey LONG_FLAG = RowKey.flag(new ByteWriter(64), "unknown-item", "4".repeat(200));

    static Stream<Arguments> facts() {
        return Stream.of(
                arguments("fact-full.bin", fullFact()),
                arguments("fact-complaint.bin", complaint()),
                arguments("fact-limits.bin", completion()),
                arguments("fact-severity.bin", difficultOrder()));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void aFactIsStillReadAndWrittenTheSame(String file, Fact fact) throws IOException {
        byte[] golden = golden(file);

        assertThat(new FactSerializer().deserialize(new DataInputDeserializer(golden)))
                .isEqualTo(fact);
        DataOutputSerializer written = new DataOutputSerializer(512);
        new FactSerializer().serialize(fact, written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v3"})
    void aBucketWithAnOrderThatTellsItsSeverityIsStillRead(String version) throws IOException {
        byte[] golden = golden(version, "cases-severity.bin");

        ByteTable read = ByteTableSerializer.ofCases().deserialize(new DataInputDeserializer(golden));

        ByteReader value = new ByteReader();
        List<Fact> facts = new ArrayList<>();
        assertThat(read.read(difficultOrder().key.high(), difficultOrder().key.low(), value))
                .isTrue();
        new FactsCodec().read(difficultOrder().key, value, facts::add);
        assertThat(facts).containsExactly(difficultOrder());
        DataOutputSerializer written = new DataOutputSerializer(512);
        ByteTableSerializer.ofCases().serialize(tableOf(difficultOrder()), written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden("v3", "cases-severity.bin"));
    }

    /** What was read before limits were looked at says so: it must give none of their figures. */
    @Test
    void aFactOfBeforeLimitsHasNoneAndIsNotOneThatSaysNone() throws IOException {
        Fact before = new FactSerializer().deserialize(new DataInputDeserializer(golden("fact-full.bin")));

        assertThat(before.limits).isNull();
        assertThat(before.limits).isNotEqualTo(CaseLimits.NONE);
    }

    @Test
    void aTraceOfVersion1IsStillRead() throws IOException {
        byte[] golden = golden("trace.bin");

        assertThat(new TraceSerializer().deserialize(new DataInputDeserializer(golden)))
                .isEqualTo(trace());
        DataOutputSerializer written = new DataOutputSerializer(512);
        new TraceSerializer().serialize(trace(), written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden);
    }

    /** The second rating is best and without text like the first: both were flagged before, and a third that is not takes their flags back. */
    @Test
    void aCellOfForm1IsStillReadAndGoesOn() throws IOException {
        ByteTable cells = new ByteTableSerializer().deserialize(new DataInputDeserializer(golden("cell.bin")));
        Map<String, Long> changes = new TreeMap<>();

        fraud().receive(cells, traced(6, 2), (row, change) -> changes.put(row.toString(), change.get(Figure.RECORDS)));

        assertThat(changes).hasSize(6).containsEntry("cell|rater|k1:0123456789abcdef|1790000400000", -5L);
        DataOutputSerializer written = new DataOutputSerializer(512);
        new ByteTableSerializer().serialize(cellTable(), written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden("cell.bin"));
    }

    private static FraudCells fraud() {
        return new FraudCells(RuleBook.builtIn(), Limits.STANDARD);
    }

    private static ByteTable cellTable() {
        ByteTable cells = new ByteTable();
        for (int i = 1; i <= 5; i++) {
            fraud().receive(cells, traced(i, 5), (row, change) -> {});
        }
        return cells;
    }

    private static Trace trace() {
        return traced(0xC0FFEE00C0FFEE00L, 3);
    }

    private static Trace traced(long content, int level) {
        TracedRating rating = new TracedRating(
                "440111000000",
                "A1",
                3,
                content,
                level,
                1_790_000_500_000L,
                2,
                false,
                true,
                true,
                "440111000000",
                "11440111007482532K",
                "hall");
        CaseKey key = new CaseKey(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);
        return new Trace(key, CellKind.RATER, "k1:0123456789abcdef", 1_790_000_400_000L, rating, 0);
    }

    @Test
    void aBucketOfVersion1IsStillRead() throws IOException {
        ByteTable read = new ByteTableSerializer().deserialize(new DataInputDeserializer(golden("bucket.bin")));

        assertThat(read.size()).isEqualTo(2);
        ByteReader value = new ByteReader();
        assertThat(read.read(1, 2, value)).isTrue();
        assertThat(value.readBytes(3)).containsExactly(7, 8, 9);
        assertThat(read.read(-1, -2, value)).isTrue();
        assertThat(value.hasMore()).isFalse();
    }

    /** Facts of form 2 under the byte 2, with lengths of four bytes, and under the byte 4 with short ones. */
    @ParameterizedTest
    @ValueSource(strings = {"v2", "v3"})
    void aBucketOfCasesIsStillRead(String version) throws IOException {
        byte[] golden = golden(version, "cases.bin");

        ByteTable read = ByteTableSerializer.ofCases().deserialize(new DataInputDeserializer(golden));

        ByteReader value = new ByteReader();
        List<Fact> facts = new ArrayList<>();
        assertThat(read.size()).isEqualTo(1);
        assertThat(read.read(completion().key.high(), completion().key.low(), value))
                .isTrue();
        new FactsCodec().read(completion().key, value, facts::add);
        assertThat(facts).containsExactly(completion());
    }

    @Test
    void aBucketOfCasesSaysItsForm() throws IOException {
        DataOutputSerializer written = new DataOutputSerializer(512);
        ByteTableSerializer.ofCases().serialize(casesTable(), written);

        assertThat(written.getCopyOfBuffer())
                .isEqualTo(golden("v3", "cases.bin"))
                .startsWith(4);
    }

    /** The keys are not among the bytes: they are hashes of what the values begin with. */
    @Test
    void aBucketOfRowsIsStillReadAndSaysItsForm() throws IOException {
        byte[] golden = golden("v3", "rows.bin");

        ByteTable read =
                new ByteTableSerializer.Snapshot().restoreSerializer().deserialize(new DataInputDeserializer(golden));

        assertThat(read.size()).isEqualTo(2);
        for (RowKey row : List.of(HOUR, LONG_FLAG)) {
            ByteReader value = new ByteReader();
            assertThat(read.read(row.high(), row.low(), value)).isTrue();
            assertThat(RowKey.ofBytes(value.readBytes(value.readCount()))).isEqualTo(row);
            assertThat(Tally.read(value)).isEqualTo(Tally.of(Figure.RECORDS, 3));
        }
        DataOutputSerializer written = new DataOutputSerializer(512);
        ByteTableSerializer.ofRows().serialize(rowsTable(), written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden).startsWith(3);
    }

    private static ByteTable rowsTable() {
        ByteTable rows = new ByteTable();
        for (RowKey row : List.of(HOUR, LONG_FLAG)) {
            ByteWriter value = new ByteWriter(64).writeEncoded(row.bytes());
            Tally.of(Figure.RECORDS, 3).write(value);
            rows.put(row.high(), row.low(), value.array(), 0, value.length());
        }
        return rows;
    }

    /** Cases were written under the byte 1 until facts had a form 2, and a little longer; what a savepoint names reads every bucket. */
    @Test
    void casesAreReadUnderTheByteOfBeforeToo() throws IOException {
        byte[] before = golden("v2", "cases.bin");
        before[0] = 1;
        TypeSerializer<ByteTable> named = new ByteTableSerializer.Snapshot().restoreSerializer();

        for (byte[] bucket :
                List.of(golden("bucket.bin"), golden("v2", "cases.bin"), golden("v3", "cases.bin"), before)) {
            int size = named.deserialize(new DataInputDeserializer(bucket)).size();
            assertThat(ByteTableSerializer.ofCases()
                            .deserialize(new DataInputDeserializer(bucket))
                            .size())
                    .isEqualTo(size)
                    .isPositive();
        }
    }

    /** One byte, and the version before refuses it by name instead of beginning with an empty table. */
    @Test
    void aBucketWhoseEntriesAreElsewhereSaysSo() throws IOException {
        byte[] golden = golden("v3", "elsewhere.bin");
        TypeSerializer<ByteTable> named = new ByteTableSerializer.Snapshot().restoreSerializer();

        assertThat(ByteTableSerializer.isElsewhere(named.deserialize(new DataInputDeserializer(golden))))
                .isTrue();
        assertThat(ByteTableSerializer.isElsewhere(named.copy(ByteTableSerializer.ELSEWHERE)))
                .isTrue();
        DataOutputSerializer written = new DataOutputSerializer(8);
        ByteTableSerializer.ofRows().serialize(ByteTableSerializer.ELSEWHERE, written);
        assertThat(written.getCopyOfBuffer()).isEqualTo(golden);
    }

    @Test
    void aBucketOfALaterFormIsRefusedAloud() throws IOException {
        byte[] later = golden("v2", "cases.bin");
        later[0] = 6;

        assertThatThrownBy(() -> ByteTableSerializer.ofCases().deserialize(new DataInputDeserializer(later)))
                .hasMessage("a bucket of state has the form 6, which this version does not read: start the job with the"
                        + " version that wrote it, or a newer one");
    }

    @Test
    void whatTheLedgerWritesTakesUpWhatAnyVersionNamed() {
        TypeSerializerSnapshot<ByteTable> before = new ByteTableSerializer.Snapshot();
        TypeSerializerSnapshot<ByteTable> now = ByteTableSerializer.ofCases().snapshotConfiguration();

        assertThat(now.resolveSchemaCompatibility(before).isCompatibleAsIs()).isTrue();
    }

    private static ByteTable casesTable() {
        return tableOf(completion());
    }

    private static ByteTable tableOf(Fact fact) {
        ByteTable cases = new ByteTable();
        ByteWriter facts = new ByteWriter(64);
        new FactsCodec().write(new Fact[] {fact}, 1, facts);
        cases.put(fact.key.high(), fact.key.low(), facts.array(), 0, facts.length());
        return cases;
    }

    private static Fact fullFact() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);
        fact.kind = FactKind.WORK_ORDER;
        fact.step = Step.RERATED;
        fact.ordinal = 3;
        fact.ownTime = 1_790_000_000_000L;
        fact.appendedAt = 1_790_000_060_000L;
        fact.topic = "workorder.event";
        fact.partition = 7;
        fact.content = 0xC0FFEE00C0FFEE00L;
        fact.revision = 2;
        fact.level = 1;
        fact.isDefault = true;
        fact.realName = true;
        fact.dimensions = new Dimensions("440111000000", "11440111007482532K", "大厅-1", "item-1", "hall", "粤省事");
        fact.acceptedAt = 1_789_000_000_000L;
        fact.completedAt = 1_789_500_000_000L;
        fact.group = "WO-1";
        fact.tags = new String[] {"108", "109"};
        fact.participating = new String[] {"item-2"};
        fact.specialSpans = new long[] {1_789_100_000_000L, 1_789_200_000_000L};
        fact.scope = "gd-01";
        fact.caseNumber = "A1";
        fact.flags = new String[] {"unknown-channel", "platform:99"};
        return fact.build();
    }

    private static Fact complaint() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(1, 2);
        fact.kind = FactKind.COMPLAINT;
        fact.step = Step.COMPLAINT_RECEIVED;
        fact.ownTime = 1_790_000_000_000L;
        fact.appendedAt = 1_790_000_060_000L;
        fact.topic = "complaint.event";
        fact.dimensions = new Dimensions("330100000000", "", "", "item-1", "hotline", "");
        fact.complaint = new ComplaintTerms(true, 1_790_100_000_000L, 1_790_200_000_000L);
        return fact.build();
    }

    private static Fact difficultOrder() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(5, 6);
        fact.kind = FactKind.WORK_ORDER;
        fact.step = Step.OPENED;
        fact.ownTime = 1_790_000_000_000L;
        fact.appendedAt = 1_790_000_060_000L;
        fact.topic = "workorder.event";
        fact.content = 0xC0FFEE00C0FFEE02L;
        fact.dimensions = new Dimensions("310100000000", "11310100002420002X", "", "item-1", "hall", "");
        fact.group = "WO-2";
        fact.severity = ToldSeverity.DIFFICULT;
        return fact.build();
    }

    private static Fact completion() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(3, 4);
        fact.kind = FactKind.COMPLETED;
        fact.ownTime = 1_790_000_000_000L;
        fact.appendedAt = 1_790_000_060_000L;
        fact.topic = "case.event";
        fact.partition = 2;
        fact.content = 0xC0FFEE00C0FFEE01L;
        fact.dimensions = new Dimensions("440111000000", "11440111007482532K", "", "item-1", "on-site", "");
        fact.acceptedAt = 1_789_900_000_000L;
        fact.limits =
                new CaseLimits(TimeLimit.code(1, TimeLimit.Unit.WORKING_DAY), TimeLimit.code(2, TimeLimit.Unit.MONTH));
        return fact.build();
    }

    private static byte[] golden(String name) throws IOException {
        return golden("v1", name);
    }

    private static byte[] golden(String form, String name) throws IOException {
        try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden-state/" + form + "/" + name)) {
            assertThat(in).as("golden file %s of %s", name, form).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Writes the files of a new form; never run over released ones. */
    public static void main(String[] args) throws IOException {
        DataOutputSerializer fact = new DataOutputSerializer(512);
        new FactSerializer().serialize(fullFact(), fact);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "fact-full.bin"), fact.getCopyOfBuffer());
        DataOutputSerializer complaint = new DataOutputSerializer(512);
        new FactSerializer().serialize(complaint(), complaint);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "fact-complaint.bin"), complaint.getCopyOfBuffer());
        DataOutputSerializer limits = new DataOutputSerializer(512);
        new FactSerializer().serialize(completion(), limits);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "fact-limits.bin"), limits.getCopyOfBuffer());
        DataOutputSerializer severity = new DataOutputSerializer(512);
        new FactSerializer().serialize(difficultOrder(), severity);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "fact-severity.bin"), severity.getCopyOfBuffer());
        DataOutputSerializer orders = new DataOutputSerializer(512);
        ByteTableSerializer.ofCases().serialize(tableOf(difficultOrder()), orders);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "cases-severity.bin"), orders.getCopyOfBuffer());
        DataOutputSerializer trace = new DataOutputSerializer(512);
        new TraceSerializer().serialize(trace(), trace);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "trace.bin"), trace.getCopyOfBuffer());
        DataOutputSerializer cell = new DataOutputSerializer(512);
        new ByteTableSerializer().serialize(cellTable(), cell);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "cell.bin"), cell.getCopyOfBuffer());
        ByteTable table = new ByteTable();
        table.put(1, 2, new byte[] {7, 8, 9}, 0, 3);
        table.put(-1, -2, new byte[0], 0, 0);
        DataOutputSerializer bucket = new DataOutputSerializer(64);
        new ByteTableSerializer().serialize(table, bucket);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "bucket.bin"), bucket.getCopyOfBuffer());
        DataOutputSerializer cases = new DataOutputSerializer(512);
        ByteTableSerializer.ofCases().serialize(casesTable(), cases);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "cases.bin"), cases.getCopyOfBuffer());
        DataOutputSerializer rows = new DataOutputSerializer(512);
        ByteTableSerializer.ofRows().serialize(rowsTable(), rows);
        java.nio.file.Files.write(java.nio.file.Path.of(args[0], "rows.bin"), rows.getCopyOfBuffer());
    }
}
