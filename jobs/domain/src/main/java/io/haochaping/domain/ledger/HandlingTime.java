package io.haochaping.domain.ledger;

import io.haochaping.domain.calendar.WorkingDays;
import io.haochaping.domain.tally.CompletionTimes;
import io.haochaping.domain.tally.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Time from acceptance to completion without the special procedures, in calendar time and in working time. */
final class HandlingTime {
    private final WorkingDays workingDays;
    private long calendarMillis;
    private long workingMillis;
    private boolean knowsWorkingTime;

    HandlingTime(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /** @param special from, to, from, to …: in any order, overlapping and empty ones included */
    void measure(long acceptedAt, long completedAt, long[] special) {
        calendarMillis = 0;
        workingMillis = 0;
        knowsWorkingTime = true;
        long at = acceptedAt;
        for (Span span : sorted(special)) {
            if (span.to() > at && span.from() < completedAt) {
                addSpan(at, Math.max(at, span.from()));
                at = span.to();
            }
        }
        addSpan(at, Math.max(at, completedAt));
    }

    private record Span(long from, long to) {}

    private static List<Span> sorted(long[] special) {
        if (special.length == 0) {
            return List.of();
        }
        List<Span> spans = new ArrayList<>(special.length / 2);
        for (int i = 0; i + 1 < special.length; i += 2) {
            if (special[i] < special[i + 1]) {
                spans.add(new Span(special[i], special[i + 1]));
            }
        }
        spans.sort(Comparator.comparingLong(Span::from));
        return spans;
    }

    private void addSpan(long from, long to) {
        if (from == to) {
            return;
        }
        calendarMillis += to - from;
        OptionalLong working = workingDays.workingMillis(from, to);
        knowsWorkingTime &= working.isPresent();
        workingMillis += working.orElse(0);
    }

    long calendarMillis() {
        return calendarMillis;
    }

    long workingMillis() {
        return workingMillis;
    }

    long calendarSeconds() {
        return calendarMillis / 1000;
    }

    long workingSeconds() {
        return workingMillis / 1000;
    }

    boolean knowsWorkingTime() {
        return knowsWorkingTime;
    }

    static int calendarBucket(long seconds) {
        return Figure.CALENDAR_BUCKETS + CompletionTimes.bucketOf(seconds);
    }

    static int workingBucket(long seconds) {
        return Figure.WORKING_BUCKETS + CompletionTimes.bucketOf(seconds);
    }
}
