package io.haochaping.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A record with all its copies, and the class that the story gives it. */
final class Sent {
    /**
     * A copy in a partition.
     *
     * @param knownAt its effective append time, or a moment on the same side of every cut-off
     */
    record Copy(SourcePartition where, long knownAt) {}

    final Draft draft;
    final List<Copy> copies = new ArrayList<>();
    private final Story story;
    private Outcome outcome;

    Sent(Story story, Draft draft) {
        this.story = story;
        this.draft = draft;
    }

    long knownAt() {
        return copies.stream().mapToLong(Copy::knownAt).min().orElseThrow();
    }

    SourcePartition first() {
        return copies.get(0).where();
    }

    /** Delivered once more into the same partition. */
    Sent again(long at) {
        return againTo(first(), at);
    }

    Sent againTo(SourcePartition where, long at) {
        story.deliver(this, where, at);
        return this;
    }

    Sent counted() {
        return is(Outcome.COUNTED);
    }

    Sent superseded() {
        return is(Outcome.SUPERSEDED);
    }

    Sent voided() {
        return is(Outcome.VOIDED);
    }

    Sent excluded() {
        return is(Outcome.EXCLUDED);
    }

    private Sent is(Outcome decided) {
        if (outcome != null) {
            throw new IllegalStateException("The story says twice what becomes of " + draft.kind);
        }
        outcome = decided;
        return this;
    }

    /** The copy in the smallest partition is the record, wherever and whenever the others were appended. */
    void book(TruthBuilder truth) {
        if (outcome == null) {
            throw new IllegalStateException("The story does not say what becomes of a " + draft.kind);
        }
        SourcePartition holder =
                copies.stream().map(Copy::where).min(Comparator.naturalOrder()).orElseThrow();
        boolean held = false;
        for (Copy copy : copies) {
            boolean record = !held && copy.where().equals(holder);
            held |= record;
            truth.received(copy.where(), draft.kind.equationName, record ? outcome : Outcome.DUPLICATE);
        }
    }
}
