package io.haochaping.dashboard.cut;

import io.haochaping.domain.bytes.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * A bad review that stands, without what would name its case.
 *
 * @param tie orders reviews of one millisecond: a digest of everything else that is shown. Those that share it look the same to every reader
 */
public record BadReview(
        long ratedAt,
        int level,
        String region,
        String department,
        String venue,
        String item,
        String channel,
        List<String> tags,
        boolean realName,
        long tie) {
    /** Newest first. */
    static final Comparator<BadReview> ORDER = Comparator.comparingLong(BadReview::ratedAt)
            .reversed()
            .thenComparing(BadReview::tie, Long::compareUnsigned);

    static BadReview of(
            long ratedAt,
            int level,
            String region,
            String department,
            String venue,
            String item,
            String channel,
            List<String> tags,
            boolean realName) {
        // A control character stands in no code, so no two rows are written the same.
        byte[] shown = String.join(
                        "\u001f",
                        Integer.toString(level),
                        region,
                        department,
                        venue,
                        item,
                        channel,
                        Boolean.toString(realName),
                        String.join("\u001e", tags))
                .getBytes(StandardCharsets.UTF_8);
        long tie = Hash64.of(shown, 0, shown.length, 0);
        return new BadReview(ratedAt, level, region, department, venue, item, channel, tags, realName, tie);
    }
}
