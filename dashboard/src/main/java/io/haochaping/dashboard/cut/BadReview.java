package io.haochaping.dashboard.cut;

import java.util.List;

/** A bad review that stands, without what would name its case. */
public record BadReview(
        long ratedAt,
        int level,
        String region,
        String department,
        String venue,
        String item,
        String channel,
        List<String> tags,
        boolean realName) {}
