package io.haochaping.store;

import io.haochaping.domain.cut.PartitionProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cut says of equations that do not close: per partition ({@code rating.web-3}), per topic ({@code topic/rating.web}) and in total ({@code total}). Gaps of opposite sign
 * cancel each other in a sum, so each grain is told for itself. No topic can be named so: a name of Kafka has no slash, and a partition ends with its number.
 */
final class GapNotices {
    static final String RECORDS = "equation-gap";
    static final String RATINGS = "rating-gap";

    private static final String TOTAL = "total";

    private GapNotices() {}

    /** By id. */
    static Map<String, AlertNotice> ofRecords(Cut cut) {
        Map<String, AlertNotice> notices = new LinkedHashMap<>();
        Map<String, Long> ofTopics = new TreeMap<>();
        long ofAll = 0;
        for (Cut.EquationGap gap : cut.gaps()) {
            long missing = gap.received() - gap.classified();
            add(notices, gap.topic() + "-" + gap.partition(), gap.received(), missing);
            ofTopics.merge(gap.topic(), missing, Long::sum);
            ofAll += missing;
        }
        ofTopics.forEach((topic, missing) -> add(notices, "topic/" + topic, received(cut, topic), missing));
        add(notices, TOTAL, received(cut, null), ofAll);
        return notices;
    }

    /** By id: ratings in the tallies against counted rating records and generated defaults. Tallies know no partitions, so this one stands in total alone. */
    static Map<String, AlertNotice> ofRatings(Cut cut) {
        Totals totals = cut.totals();
        long more = totals.ratings() - totals.counted() - totals.generated();
        if (more == 0) {
            return Map.of();
        }
        AlertNotice notice = new AlertNotice(
                RATINGS,
                TOTAL,
                "评价等式不平：明细合计 " + totals.ratings() + " 条评价，计入 " + totals.counted() + " 条，系统生成默认评价 " + totals.generated()
                        + " 条，相差 " + more,
                "the equation of ratings does not close: " + totals.ratings() + " ratings in the rows, "
                        + totals.counted() + " counted and " + totals.generated() + " generated, gap " + more);
        return Map.of(notice.id(), notice);
    }

    /** @param topic null: all */
    private static long received(Cut cut, String topic) {
        return cut.partitions().stream()
                .filter(told -> topic == null || told.source().topic().equals(topic))
                .mapToLong(PartitionProgress::received)
                .sum();
    }

    private static void add(Map<String, AlertNotice> notices, String subject, long received, long missing) {
        if (missing != 0) {
            AlertNotice notice = new AlertNotice(
                    RECORDS,
                    subject,
                    "闭合等式不平：" + subject + " 已接收 " + received + " 条，已归类 " + (received - missing) + " 条，相差 " + missing,
                    "the closing equation does not close: " + subject + " received " + received + ", classified "
                            + (received - missing) + ", gap " + missing);
            notices.put(notice.id(), notice);
        }
    }
}
