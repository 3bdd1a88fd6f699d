package io.haochaping.dashboard.api;

import io.haochaping.dashboard.api.Refusal.Code;
import io.haochaping.dashboard.cut.EarlierCuts;
import io.haochaping.dashboard.cut.EarlierEquation;
import io.haochaping.dashboard.cut.EquationLine;
import io.haochaping.dashboard.cut.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /api/equation}: received = counted + duplicate + superseded + voided + excluded + quarantined, of the newest cut or of an earlier one. */
final class EquationTable implements Table {
    private static final Parameter CUT = Parameter.epoch("cut");
    private static final Parameter AT = Parameter.moment("at");

    private final EarlierCuts earlier;

    EquationTable(EarlierCuts earlier) {
        this.earlier = earlier;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(CUT, AT);
    }

    @Override
    public void json(Json out, Snapshot snapshot, Values values) throws IOException {
        Optional<EarlierEquation> asked = asked(values);
        List<EquationLine> lines = asked.map(EarlierEquation::lines).orElseGet(snapshot::equation);
        if (asked.isPresent()) {
            EarlierEquation cut = asked.get();
            CutFields.reference(out, cut.epoch(), cut.completeThrough(), cut.restored());
        } else {
            CutFields.reference(out, snapshot.cut());
        }
        out.field("newestEpoch", snapshot.cut().epoch())
                .instant(
                        "committedAt",
                        asked.map(EarlierEquation::committedAt)
                                .orElse(snapshot.cut().committedAt()))
                .orNull("earlierEpoch", asked.isPresent() ? asked.get().earlierEpoch() : snapshot.earlierEpoch())
                .orNull("laterEpoch", asked.map(EarlierEquation::laterEpoch).orElse(null))
                .object("total", fields -> line(fields, of(lines, "total").get(0)))
                .objects("topics", of(lines, "topic"), EquationTable::line)
                .objects("partitions", of(lines, "partition"), EquationTable::line);
        if (asked.isPresent()) {
            EarlierEquation cut = asked.get();
            CutFields.ratingEquation(out, cut.ratings(), cut.counted(), cut.generated());
        } else {
            CutFields.ratingEquation(out, snapshot.cut());
        }
    }

    /**
     * Empty: nobody asked for an earlier cut.
     *
     * @throws Refusal where both parameters are given, there is no cut that old, or the store does not answer
     */
    private Optional<EarlierEquation> asked(Values values) {
        Optional<String> epoch = values.text(CUT.name());
        Optional<String> moment = values.text(AT.name());
        if (epoch.isEmpty() && moment.isEmpty()) {
            return Optional.empty();
        }
        if (epoch.isPresent() && moment.isPresent()) {
            throw AT.refused(moment.get(), "cannot stand beside cut: give one of both", "不能与 cut 同时给出：请只给其一");
        }
        try {
            Optional<EarlierEquation> found = epoch.isPresent()
                    ? earlier.ofEpoch(Long.parseLong(epoch.get()))
                    : earlier.committedBy(Moments.millis(moment.get()));
            return Optional.of(found.orElseThrow(EquationTable::noCutThatOld));
        } catch (EarlierCuts.Unavailable away) {
            throw new Refusal(
                    Code.NO_STORE,
                    null,
                    away.problem().english(),
                    away.problem().chinese());
        }
    }

    private static Refusal noCutThatOld() {
        return new Refusal(
                Code.NO_SUCH_CUT,
                null,
                "The store holds no cut that old: its first one came later. Ask for a later one.",
                "存储中没有这么早的切面：首个切面晚于所给的值。请改用更晚的值。");
    }

    /** A colon cannot stand in a name of Windows. */
    @Override
    public String fileName(String path, Snapshot snapshot, Values values) {
        return values.text(CUT.name())
                .or(() -> values.text(AT.name()).map(moment -> moment.replace(":", "")))
                .map(asked -> path + "-of-" + asked)
                .orElseGet(() -> Table.super.fileName(path, snapshot, values));
    }

    private static List<EquationLine> of(List<EquationLine> lines, String grain) {
        return lines.stream().filter(line -> line.grain().equals(grain)).toList();
    }

    private static void line(Json out, EquationLine line) throws IOException {
        out.field("topic", line.topic())
                .orNull("partition", line.partition())
                .field("received", line.received())
                .orNull("counted", line.counted())
                .orNull("duplicate", line.duplicate())
                .orNull("superseded", line.superseded())
                .orNull("voided", line.voided())
                .orNull("excluded", line.excluded())
                .orNull("quarantined", line.quarantined())
                .orNull("classified", line.classified())
                .orNull("gap", line.gap())
                .orNull("startOffset", line.startOffset())
                .orNull("endOffset", line.endOffset())
                .field("ticks", line.ticks())
                .orNull("control", line.control())
                .instant("lastTickAt", line.lastTickAt());
    }

    @Override
    public void csv(CsvTable table, Snapshot snapshot, Values values, Language language) {
        table.texts(
                        language == Language.ZH
                                ? List.of(
                                        "主题", "分区", "收到", "计入", "重复", "被替代", "作废", "排除", "隔离", "已归类", "差额", "起始位点",
                                        "结束位点", "心跳", "控制记录", "最后心跳")
                                : List.of(
                                        "Topic",
                                        "Partition",
                                        "Received",
                                        "Counted",
                                        "Duplicate",
                                        "Superseded",
                                        "Voided",
                                        "Excluded",
                                        "Quarantined",
                                        "Classified",
                                        "Gap",
                                        "Start offset",
                                        "End offset",
                                        "Ticks",
                                        "Control",
                                        "Last tick"))
                .endLine();
        // Partitions alone: with their sums between them, a column could not be added up.
        List<EquationLine> lines = asked(values).map(EarlierEquation::lines).orElseGet(snapshot::equation);
        for (EquationLine line : of(lines, "partition")) {
            table.text(line.topic())
                    .number(line.partition())
                    .number(line.received())
                    .number(line.counted())
                    .number(line.duplicate())
                    .number(line.superseded())
                    .number(line.voided())
                    .number(line.excluded())
                    .number(line.quarantined())
                    .number(line.classified())
                    .number(line.gap())
                    .number(line.startOffset())
                    .number(line.endOffset())
                    .number(line.ticks())
                    .number(line.control())
                    .instant(line.lastTickAt())
                    .endLine();
        }
    }
}
