package io.haochaping.benchmarks;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.row.RowKey;
import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.table.ByteTable;
import io.haochaping.domain.tally.TallyAccumulator;
import io.haochaping.intake.Decoded;
import io.haochaping.intake.Intake;
import io.haochaping.intake.RawRecord;
import io.haochaping.kit.Decisions;
import io.haochaping.traffic.VolumeConfig;
import io.haochaping.traffic.VolumePlan;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the job's state takes, as a checkpoint writes it: keys, lengths and bytes. It depends on the records alone, so it is counted once.
 *
 * @param ledgerBytesPerPlainCase of a case that is accepted, completed and rated once
 * @param tallyBytesPerRow of the rows of such cases but minutes
 */
record StateSizes(double ledgerBytesPerPlainCase, double tallyBytesPerRow) {
    private static final int CASES = 20_000;
    private static final int RECORDS_OF_A_PLAIN_CASE = 3;

    static StateSizes measured() {
        Decisions decisions = Assignment.decisions();
        CaseLedger ledger = decisions.newLedger();
        ByteTable cases = new ByteTable();
        Map<RowKey, TallyAccumulator> rows = new HashMap<>();
        for (List<Fact> facts : facts(decisions).values()) {
            if (isPlain(facts)) {
                facts.forEach(fact -> ledger.receive(cases, fact)
                        .forEach((row, change) -> rows.computeIfAbsent(row, any -> new TallyAccumulator())
                                .add(change)));
            }
        }
        ByteTable tallies = new ByteTable();
        ByteWriter writer = new ByteWriter(512);
        rows.forEach((row, sum) -> {
            if (row.kind() != RowKind.MINUTE && !sum.isZero()) {
                writer.clear().writeEncoded(row.bytes());
                sum.toTally().write(writer);
                tallies.put(row.high(), row.low(), writer.array(), 0, writer.length());
            }
        });
        return new StateSizes(
                bytesPerEntry(cases, ByteTable::writeShort), bytesPerEntry(tallies, ByteTable::writeValues));
    }

    private static Map<CaseKey, List<Fact>> facts(Decisions decisions) {
        Intake intake = decisions.newIntake();
        Map<CaseKey, List<Fact>> facts = new HashMap<>();
        VolumePlan.of(VolumeConfig.of(1, CASES, 1)).writeTo((topic, partition, key, value, appendAt) -> {
            byte[] header = Long.toString(appendAt).getBytes(StandardCharsets.US_ASCII);
            Decoded decoded = intake.decode(new RawRecord(topic, partition, 0, appendAt, key, value, header, null), -1);
            if (decoded instanceof Decoded.Received received) {
                facts.computeIfAbsent(received.fact().key, any -> new ArrayList<>())
                        .add(received.fact());
            }
        });
        return facts;
    }

    private static boolean isPlain(List<Fact> facts) {
        return facts.size() == RECORDS_OF_A_PLAIN_CASE
                && facts.stream().map(fact -> fact.kind).distinct().count() == RECORDS_OF_A_PLAIN_CASE
                && facts.stream().anyMatch(fact -> fact.kind == FactKind.RATING);
    }

    /** How a state writes its tables into a checkpoint. */
    interface Written {
        void write(ByteTable table, DataOutput out) throws IOException;
    }

    static double bytesPerEntry(ByteTable table, Written form) {
        try (DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream())) {
            form.write(table, out);
            return (double) out.size() / table.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
