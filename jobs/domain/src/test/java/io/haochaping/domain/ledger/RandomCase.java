package io.haochaping.domain.ledger;

import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.ComplaintTerms;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Dimensions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Everything that can happen to one case, at random: small ranges, so that records compete, and delays that reach past the cut-offs of months. */
final class RandomCase {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int ONLY_COMPLAINTS = 3;
    private static final int MANY_WORK_ORDERS = 4;
    private static final long LATEST = 62 * DAY;
    private static final Step[] STEPS = {
        Step.OPENED,
        Step.CONTACTED,
        Step.RECTIFYING,
        Step.RECTIFIED,
        Step.EXTENDED,
        Step.REPLIED,
        Step.REVISITED,
        Step.RERATED,
        Step.RERATED,
        Step.INVALID_REQUESTED
    };
    private static final Step[] COMPLAINTS = {
        Step.COMPLAINT_RECEIVED,
        Step.COMPLAINT_RECEIVED,
        Step.COMPLAINT_ACCEPTED,
        Step.COMPLAINT_COMPLETED,
        Step.COMPLAINT_REPLIED,
        Step.COMPLAINT_REPLY_RATED
    };
    private static final Dimensions ELSEWHERE = new Dimensions("440300000000", "", "", "item-2", "kiosk", "app|1");

    private final Random random;
    private final long begin;
    /** Greatest step from one own time to the next: a case of minutes, of days, of sessions, of one long chain. */
    private final long pace;

    private RandomCase(Random random) {
        this.random = random;
        this.begin = CaseRecord.millis("2025-01-01T00:00") + random.nextInt(600) * DAY + random.nextInt(1_440) * MINUTE;
        this.pace = new long[] {5 * MINUTE, DAY, 30 * DAY, 90 * DAY, 124 * DAY, 160 * DAY}[random.nextInt(6)];
    }

    /** All records received of a case, copies among them, in no order. */
    static List<Fact> received(Random random) {
        return new RandomCase(random).records();
    }

    private List<Fact> records() {
        List<Fact> received = new ArrayList<>();
        int records = 1 + random.nextInt(random.nextInt(4) == 0 ? 16 : 6);
        int kinds =
                switch (random.nextInt(12)) {
                    case 0 -> ONLY_COMPLAINTS;
                    case 1 -> MANY_WORK_ORDERS;
                    default -> random.nextInt(3);
                };
        long at = begin;
        for (int i = 0; i < records; i++) {
            CaseRecord record = plain(kinds);
            dress(record.atMillis(at), at);
            int copies = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
            for (int copy = 0; copy < copies; copy++) {
                received.add(record.in(topic(), random.nextInt(3))
                        .appendedMillis(at + delay())
                        .fact());
            }
            at = nextTime(at);
        }
        return received;
    }

    private long nextTime(long at) {
        return switch (random.nextInt(6)) {
            case 0 -> at;
            case 1 -> Math.max(begin, at - step());
            case 2 -> at + (random.nextBoolean() ? pace : pace + 1);
            default -> at + step();
        };
    }

    private long step() {
        return Math.floorMod(random.nextLong(), pace);
    }

    private String topic() {
        return random.nextBoolean() ? "rating.web" : "rating.hall";
    }

    private long delay() {
        return switch (random.nextInt(4)) {
            case 0 -> -random.nextInt(300_000);
            case 1 -> random.nextInt(60) * MINUTE;
            case 2 -> random.nextInt(25) * DAY;
            default -> random.nextBoolean() ? LATEST : Math.floorMod(random.nextLong(), LATEST);
        };
    }

    private CaseRecord plain(int kinds) {
        if (kinds == ONLY_COMPLAINTS) {
            return CaseRecord.complaint(any(COMPLAINTS));
        }
        List<Supplier<CaseRecord>> choice = new ArrayList<>();
        choice.add(CaseRecord::rating);
        choice.add(CaseRecord::rating);
        choice.add(CaseRecord::defaultRating);
        choice.add(() -> CaseRecord.granted(id()));
        choice.add(() -> CaseRecord.refused(id()));
        choice.add(() -> CaseRecord.excluded(id()));
        choice.add(() -> CaseRecord.revoked(id()));
        if (kinds > 0) {
            choice.add(CaseRecord::accepted);
            choice.add(CaseRecord::completed);
            choice.add(CaseRecord::completed);
            choice.add(CaseRecord::served);
        }
        if (kinds > 1) {
            choice.add(() -> CaseRecord.workOrder(any(STEPS), id()));
            choice.add(() -> CaseRecord.complaint(any(COMPLAINTS)));
        }
        if (kinds == MANY_WORK_ORDERS) {
            // Several on one rating compete for its one re-rating.
            choice.addAll(Collections.nCopies(8, () -> CaseRecord.workOrder(any(STEPS), id())));
        }
        return any(choice).get();
    }

    private String id() {
        return random.nextBoolean() ? "1" : "2";
    }

    private void dress(CaseRecord record, long at) {
        record.level(1 + random.nextInt(5)).ordinal(1 + random.nextInt(2));
        record.revision(random.nextInt(4) == 0 ? random.nextInt(3) : 0);
        record.remark(random.nextInt(3) == 0 ? "b" : "a");
        if (record.isComplaint()) {
            record.level(random.nextInt(6)).terms(terms(at));
        }
        if (record.isWorkOrder() && random.nextInt(3) > 0) {
            record.severity(any(ToldSeverity.values()));
        }
        if (record.mayHaveLimits()) {
            record.limits(random.nextInt(6) == 0 ? null : CaseLimits.of(limit(), limit()));
        }
        if (random.nextInt(3) == 0) {
            record.acceptedAtMillis(carried(at));
        }
        if (random.nextInt(3) == 0) {
            record.completedAtMillis(carried(at));
        }
        if (random.nextInt(4) == 0) {
            record.realName().tags("510", "511").sharedWith("item-8", "item-9");
        }
        if (random.nextInt(4) == 0) {
            record.of(ELSEWHERE).flags("unknown-channel", "9");
        }
        if (random.nextInt(4) == 0) {
            record.special(at - step(), at - step() / 2, at - step(), at + step());
        }
    }

    /** Short ones for the short cases, so that both sides of each limit are met. */
    private int limit() {
        TimeLimit.Unit unit = any(TimeLimit.Unit.values());
        return switch (random.nextInt(6)) {
            case 0 -> TimeLimit.NOT_SENT;
            case 1 -> random.nextInt(3) == 0 ? TimeLimit.UNREADABLE : TimeLimit.code(0, unit);
            case 2 -> TimeLimit.code(random.nextInt(90), unit);
            default -> TimeLimit.code(random.nextInt(4), unit);
        };
    }

    private ComplaintTerms terms(long at) {
        return random.nextInt(10) == 0 ? null : new ComplaintTerms(random.nextInt(4) == 0, due(at), due(at));
    }

    private long due(long at) {
        return switch (random.nextInt(8)) {
            case 0 -> at + step();
            case 1 -> at + random.nextInt(40) * DAY;
            case 2 -> at + 400 * DAY + random.nextInt(2);
            case 3 -> at - random.nextInt(2);
            default -> 0;
        };
    }

    private long carried(long at) {
        return switch (random.nextInt(6)) {
            case 0 -> at - 400 * DAY - random.nextInt(2);
            case 1 -> at + 62 * DAY + random.nextInt(2);
            case 2 -> at;
            default -> at - step();
        };
    }

    private <T> T any(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
