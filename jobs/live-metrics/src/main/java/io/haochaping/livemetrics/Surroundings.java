package io.haochaping.livemetrics;

import io.haochaping.kit.PseudonymKey;
import io.haochaping.kit.commit.CommitListener;
import io.haochaping.kit.source.SourceCheck;
import io.haochaping.store.RefusedRecords;

/**
 * What a live job has around it and a replay has not.
 *
 * @param sources asks about topics that change while the job runs, or changed while it did not
 * @param refused refills the quarantine index of a store that was put back or emptied
 * @param listener hears of commits
 * @param pseudonyms by which the door names raters; no other operator is given it
 */
public record Surroundings(
        SourceCheck sources, RefusedRecords refused, CommitListener listener, PseudonymKey pseudonyms) {
    /** Without a key of pseudonyms: nothing is flagged. */
    public Surroundings(SourceCheck sources, RefusedRecords refused, CommitListener listener) {
        this(sources, refused, listener, PseudonymKey.NONE);
    }

    /** Nothing is asked, sent or refilled: a replay reads exactly the partitions of its cut into an empty schema. */
    public static Surroundings ofReplay() {
        return new Surroundings(SourceCheck.none(), RefusedRecords.none(), CommitListener.none());
    }
}
