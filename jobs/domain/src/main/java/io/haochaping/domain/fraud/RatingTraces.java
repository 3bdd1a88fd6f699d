package io.haochaping.domain.fraud;

import io.haochaping.domain.record.CaseKey;
import java.util.function.Consumer;

/** Lays the traces of a record: which cells it lies in, and under which names. One instance per thread. */
public final class RatingTraces {
    private final Pseudonyms pseudonyms;
    private final CaseKey.Maker keys = new CaseKey.Maker();

    /** @param pseudonyms null where no key is configured: then no rater, device and address leave the door, and there are no cells of them */
    public RatingTraces(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** An acceptance, in the cell of its case. */
    public void accepted(CaseKey of, long at, Consumer<Trace> out) {
        out.accept(new Trace(caseCell(of), CellKind.CASE, "", 0, null, at));
    }

    /** A rating of a person. Empty texts were not sent. */
    public void rated(
            CaseKey of,
            TracedRating rating,
            String rater,
            String device,
            String address,
            String terminal,
            Consumer<Trace> out) {
        out.accept(new Trace(caseCell(of), CellKind.CASE, "", 0, rating, 0));
        if (pseudonyms != null) {
            personal(CellKind.RATER, rater, rating, out);
            personal(CellKind.DEVICE, device, rating, out);
            personal(CellKind.ADDRESS, address, rating, out);
        }
        if (!terminal.isEmpty()) {
            // The code of a terminal is unique within its department at most.
            lay(CellKind.TERMINAL, rating.department() + "/" + terminal, rating, out);
        }
    }

    private void personal(CellKind kind, String sent, TracedRating rating, Consumer<Trace> out) {
        if (!sent.isEmpty()) {
            lay(kind, pseudonyms.of(kind, sent), rating, out);
        }
    }

    private void lay(CellKind kind, String name, TracedRating rating, Consumer<Trace> out) {
        long start = Trace.cellStart(rating.ratedAt());
        out.accept(new Trace(keys.of("\0cell " + kind.text() + " " + start, name), kind, name, start, rating, 0));
    }

    /** The key of the case, moved away from it: state of another kind should not lie in the same bucket by the same bits. */
    private static CaseKey caseCell(CaseKey of) {
        return new CaseKey(of.high(), ~of.low());
    }
}
