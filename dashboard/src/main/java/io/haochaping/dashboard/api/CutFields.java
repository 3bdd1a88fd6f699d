package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.CutState;
import io.haochaping.dashboard.cut.EquationLine;
import io.haochaping.dashboard.cut.Snapshot;
import java.io.IOException;

/** The cut in answers: named in each, and told whole where it is asked for. */
final class CutFields {
    private CutFields() {}

    /** The field {@code cut} of every answer. */
    static Json reference(Json out, CutState cut) throws IOException {
        return reference(out, cut.epoch(), completeThrough(cut), cut.restored());
    }

    /** @param completeThrough milliseconds; null: not known */
    static Json reference(Json out, long epoch, Long completeThrough, boolean restored) throws IOException {
        return out.object("cut", fields -> fields.field("epoch", epoch)
                .instant("completeThrough", completeThrough)
                .field("restored", restored));
    }

    /** @param now milliseconds, for {@code secondsBehind} */
    static byte[] whole(Snapshot snapshot, long now) {
        CutState cut = snapshot.cut();
        return Json.object(out -> {
            out.field("epoch", cut.epoch())
                    .field("name", cut.name())
                    .instant("committedAt", cut.committedAt())
                    .instant("completeThrough", completeThrough(cut))
                    .field("restored", cut.restored())
                    .field("restatement", cut.restatement())
                    .field("codeVersion", cut.codeVersion())
                    .field("decisionSetDigest", cut.decisionSetDigest())
                    .orNull("secondsBehind", secondsBehind(cut, now))
                    .object("equation", fields -> equation(fields, snapshot.equationTotal())
                            .field("openPartitions", snapshot.openPartitions()));
            ratingEquation(out, cut);
        });
    }

    static void ratingEquation(Json out, CutState cut) throws IOException {
        ratingEquation(out, cut.totalRatings(), cut.totalCounted(), cut.totalGenerated());
    }

    static void ratingEquation(Json out, long ratings, long counted, long generated) throws IOException {
        out.object("ratingEquation", fields -> fields.field("ratings", ratings)
                .field("counted", counted)
                .field("generated", generated)
                .field("gap", ratings - counted - generated));
    }

    /** Null: not known. */
    static Long completeThrough(CutState cut) {
        return cut.isCompleteThroughKnown() ? cut.completeThrough() : null;
    }

    private static Long secondsBehind(CutState cut, long now) {
        return cut.isCompleteThroughKnown() ? Math.max(0, (now - cut.completeThrough()) / 1_000) : null;
    }

    private static Json equation(Json out, EquationLine line) throws IOException {
        return out.field("received", line.received())
                .field("counted", line.counted())
                .field("duplicate", line.duplicate())
                .field("superseded", line.superseded())
                .field("voided", line.voided())
                .field("excluded", line.excluded())
                .field("quarantined", line.quarantined())
                .field("gap", line.gap())
                .field("control", line.control() == null ? 0 : line.control());
    }
}
