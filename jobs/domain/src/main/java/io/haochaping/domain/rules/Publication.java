package io.haochaping.domain.rules;

import io.haochaping.domain.calendar.MonthCutOff;
import java.util.List;

/**
 * How the figures of a month are published.
 *
 * @param cutOffDays working days after the month at whose end its figures close: what was appended until then is in time, what comes later is correction
 * @param minimumSample ratings from which on a rate is one; 0: any
 * @param smallCell a count between 0 and this may tell of a person; 0: none does
 * @param bands what a rate is called, the highest first; none: it has no name
 * @param peerGroups who is ranked with whom; a unit in none is ranked nowhere
 * @param channelTree how channels are added up
 * @param tags the catalogue; empty: none is published
 */
public record Publication(
        int cutOffDays,
        int minimumSample,
        int smallCell,
        List<Band> bands,
        List<PeerGroup> peerGroups,
        ChannelTree channelTree,
        List<TagText> tags) {
    /** July 2023 was published as of 14 August. */
    public static final Publication STANDARD = new Publication(MonthCutOff.PUBLISHED_WORKING_DAYS);

    /** Far before a month leaves state, which is some 460 days behind it. */
    public static final int MOST_CUT_OFF_DAYS = 60;

    public Publication {
        if (cutOffDays < 1 || cutOffDays > MOST_CUT_OFF_DAYS) {
            throw new IllegalArgumentException(
                    "a month closes 1 to " + MOST_CUT_OFF_DAYS + " working days after its end, not " + cutOffDays);
        }
        if (minimumSample < 0 || smallCell < 0) {
            throw new IllegalArgumentException(
                    "a sample and a small cell are numbers of ratings, not " + minimumSample + " and " + smallCell);
        }
        bands = List.copyOf(bands);
        peerGroups = List.copyOf(peerGroups);
        tags = List.copyOf(tags);
    }

    /** Nobody is ranked, channels stand for themselves, and tags are codes. */
    public Publication(int cutOffDays, int minimumSample, int smallCell, List<Band> bands) {
        this(cutOffDays, minimumSample, smallCell, bands, List.of(), ChannelTree.NONE, List.of());
    }

    /** Every rate is one, no count is small, and nothing has a name. */
    public Publication(int cutOffDays) {
        this(cutOffDays, 0, 0, List.of());
    }

    public boolean closesAsStandard() {
        return cutOffDays == STANDARD.cutOffDays;
    }

    /** Stable text of what decides figures; the others decide what is said about them. */
    String canonicalText() {
        return "cut-off=" + cutOffDays + "wd";
    }
}
