package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one case of a scenario contributes, worked out by hand from docs/counting.md: figures summed per part, without seconds and
 * buckets; levels are written as {@code level}, since the seed draws them; then the classes of its records.
 */
class ScenarioTruthTest {
    private static final Pattern LIMITS =
            Pattern.compile("limits_read|day_timed|within_day|(promised|statutory|lengths)(_.*)?");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            plain-immediate;                accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4
            unrated;                        accepted=1 completed=1 served=1 timed=1 working_timed=1; ; default=1 generated_defaults=1; ; counted=3
            under-way;                      accepted=1 served=1; ; ; ; counted=2
            default-then-real;              accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 superseded=1
            real-then-default;              accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 superseded=1
            default-alone;                  accepted=1 completed=1 served=1 timed=1 working_timed=1; ; default=1; ; counted=4
            default-without-completion;     accepted=1 default=1; ; ; ; counted=2
            two-defaults;                   accepted=1 completed=1 served=1 timed=1 working_timed=1; ; default=1; ; counted=4 superseded=1
            real-after-generated-default;   accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4
            default-then-late-completion;   accepted=1 default=1; completed=1 default=-1 timed=1 working_timed=1; ; default=1; counted=3
            second-rating-differs;          accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 superseded=1
            earlier-rating-after-cut-off;   accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 superseded=1
            corrected-completion;           accepted=1 completed=1 timed=1 working_timed=1; ; default=1 generated_defaults=1; ; counted=2 superseded=1
            accepted-twice;                 accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 superseded=1
            unmatched;                      level=1 unmatched=1; ; ; ; counted=1
            carried;                        completed=1 level=1 rated_cases=1 timed=1 working_timed=1; ; ; ; counted=1
            carried-by-default;             completed=1 timed=1 working_timed=1; ; default=1; ; counted=1
            carried-without-acceptance;     completed=1 level=1 rated_cases=1; ; ; ; counted=1
            carried-too-old;                level=1 unmatched=1; ; ; ; counted=1
            carried-then-events;            completed=1 level=1 rated_cases=1 timed=1 working_timed=1; accepted=1; ; ; counted=3
            events-after-cut-off;           level=1 unmatched=1; accepted=1 completed=1 rated_cases=1 timed=1 unmatched=-1 working_timed=1; ; ; counted=3
            completion-alone;               completed=1 timed=1 working_timed=1; ; default=1 generated_defaults=1; ; counted=1
            completed-before-accepted;      accepted=1 completed=1; ; default=1 generated_defaults=1; ; counted=2
            kiosk-hours-late;               accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4
            void-before-cut-off;            accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=5 voided=1
            void-shortly-before-cut-off;    accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=4 voided=1
            void-after-cut-off;             accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 voids=1 working_timed=1; level=-1 rated_cases=-1; ; ; counted=4 voided=1
            void-with-clock-behind;         accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 voids=1 working_timed=1; level=-1 rated_cases=-1; ; ; counted=4 voided=1
            void-then-refused;              accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=5 superseded=1
            void-refused-after-cut-off;     accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; level=1 rated_cases=1 voids=-1; ; ; counted=5 superseded=1
            two-claims;                     accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=5 voided=1
            void-with-superseded;           accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=4 superseded=1 voided=1
            void-of-one-ordinal;            accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=5 voided=1
            excluded;                       accepted=1 completed=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 excluded=1
            excluded-after-cut-off;         accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; level=-1 rated_cases=-1; ; ; counted=4 excluded=1
            exclusion-revoked;              accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=5 superseded=1
            void-and-excluded;              accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=5 voided=1
            default-voided;                 accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=4 voided=1
            default-beside-voided;          accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=4 superseded=1 voided=1
            refused-then-granted;           accepted=1 completed=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=4 superseded=1 voided=1
            void-of-unrated-ordinal;        accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=5
            two-exclusions-one-revoked;     accepted=1 completed=1 served=1 timed=1 working_timed=1; ; ; ; counted=5 excluded=1 superseded=1
            complaint-received-twice;       complaints=1; ; complaint_acceptance_due=1 complaint_completion_due=1; ; counted=1 superseded=1
            complaint-late;                 complaint_accepted=1 complaint_completed=1 complaint_timed=1 complaints=1; ; complaint_acceptance_due=1 complaint_completion_due=1; ; counted=3
            complaint-due-sent;             complaint_accepted=1 complaint_completed=1 complaint_timed=1 complaints=1; ; complaint_acceptance_due=1 complaint_acceptance_met=1 complaint_completion_due=1; ; counted=3
            complaint-due-sent-later;       complaint_accepted=1 complaints=1; ; complaint_acceptance_due=1 complaint_acceptance_met=1 complaint_completion_due=1; ; counted=2
            complaint-not-received;         complaint_accepted=1 complaint_completed=1; ; ; ; counted=2
            complaint-reply-unreadable;     ; ; ; ; counted=1
            redelivered-after-cut-off;      accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 duplicate=1
            everything-twice;               accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 duplicate=3
            decisions-twice;                accepted=1 completed=1 order_opened=1 served=1 timed=1 voids=1 working_timed=1; ; ; ; counted=6 duplicate=3 voided=1
            complaint-twice;                complaints=1; ; complaint_acceptance_due=1 complaint_completion_due=1; ; counted=1 duplicate=2
            two-sessions;                   accepted=2 completed=2 level=1 rated_cases=1 served=2 timed=2 voids=1 working_timed=2; ; ; ; counted=8 voided=1
            bridged-sessions;               accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; served=1; ; ; counted=5 superseded=1
            bad-clock;                      accepted=1 completed=1 level=1 rated_cases=1 served=1 timed=1 working_timed=1; ; ; ; counted=4 quarantined=1
            """)
    void contributesWhatTheContractSays(
            String scenario,
            String inTime,
            String correction,
            String datedInTime,
            String datedCorrection,
            String classes) {
        // The part of a bridged service depends on the month in which the seed starts the case; seed 5 starts in May.
        Truth truth = only(scenario);

        assertThat(summed(truth, "|in-time", false)).isEqualTo(text(inTime));
        assertThat(summed(truth, "|correction", false)).isEqualTo(text(correction));
        assertThat(summed(truth, "|dated-in-time", false)).isEqualTo(text(datedInTime));
        assertThat(summed(truth, "|dated-correction", false)).isEqualTo(text(datedCorrection));
        assertThat(classes(truth)).isEqualTo(text(classes));
    }

    /** The figures of limits by themselves; whether the drawn time is in time is not said where the seed decides it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            limit-kept-to-the-millisecond;  day_timed=1 lengths_compared=1 lengths_mixed=1 limits_read=1 promised=1 promised_decided=1 promised_met=1 statutory=1 statutory_decided=1 statutory_met=1;
            limit-missed-by-a-millisecond;  day_timed=1 lengths_compared=1 lengths_mixed=1 limits_read=1 promised=1 promised_decided=1 statutory=1 statutory_decided=1 statutory_met=1;
            limit-brought-late;             limits_read=1; day_timed=1 promised=1 promised_decided=1
            limits-contradict;              day_timed=1 limits_read=1 promised=1 promised_decided=1;
            limit-corrected;                day_timed=1 limits_read=1 promised=1 promised_decided=1;
            limit-unreadable;               day_timed=1 limits_read=1 within_day=1;
            limit-without-acceptance;       lengths_compared=1 limits_read=1 promised=1 statutory=1;
            completion-alone;               day_timed=1 limits_read=1;
            carried;                        day_timed=1 limits_read=1;
            under-way;                      ;
            """)
    void limitsSayWhatTheContractSays(String scenario, String inTime, String correction) {
        Truth truth = only(scenario);
        boolean drawn = !text(inTime).contains("_met") && !scenario.contains("missed");

        assertThat(withoutDrawn(summed(truth, "|in-time", true), drawn)).startsWith(text(inTime));
        assertThat(withoutDrawn(summed(truth, "|correction", true), drawn)).isEqualTo(text(correction));
    }

    private static String withoutDrawn(String figures, boolean drawn) {
        return drawn ? figures.replaceAll(" promised_met=1", "") : figures;
    }

    /** What one step of a work order has due under the generator's deadlines; a deadline that moves within a month changes no sum of it. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', textBlock = """
            order-kept-to-the-millisecond;  contact; due=1 met=1;
            order-kept-to-the-millisecond;  rectify; due=1 met=1;
            order-kept-to-the-millisecond;  revisit; due=1;
            order-missed-by-a-millisecond;  contact; due=1;
            order-missed-by-a-millisecond;  rectify; due=1;
            order-untouched;                contact; due=1;
            order-untouched;                rectify; ;
            order-untouched;                reply;   unknown_severity=1;
            order-extended;                 rectify; due=1 met=1;
            order-extended-too-late;        rectify; due=1;
            order-contact-after-cut-off;    contact; due=1; met=1
            order-extension-after-cut-off;  rectify; due=1 met=1;
            order-void-after-cut-off;       reply;   unknown_severity=1; unknown_severity=-1
            order-valid-again;              reply;   unknown_severity=1;
            order-not-opened;               contact; ;
            order-not-opened;               rectify; due=1 met=1;
            decisions-twice;                contact; ;
            """)
    void workOrdersAreDueAsTheContractSays(String scenario, String step, String inTime, String correction) {
        Truth truth = only(scenario);

        assertThat(due(truth, step, "in-time")).isEqualTo(text(inTime));
        assertThat(due(truth, step, "correction")).isEqualTo(text(correction));
        assertThat(truth.rows().values()).noneMatch(figures -> figures.contains("_due="));
    }

    private static String due(Truth truth, String step, String part) {
        Map<String, Long> sums = new TreeMap<>();
        truth.rowsUnderDeadlines().forEach((key, figures) -> {
            if (key.startsWith("hour|") && key.endsWith(part)) {
                add(sums, figures);
            }
        });
        String prefix = "order_" + step + "_";
        sums.keySet().removeIf(figure -> !figure.startsWith(prefix));
        return text(sums).replace(prefix, "");
    }

    @Test
    void theCopyInTheSmallestPartitionIsTheRecord() {
        Truth truth = only("redelivered-after-cut-off");

        assertThat(truth.rows("equation"))
                .anySatisfy((key, figures) ->
                        assertThat(key + " " + figures).matches("equation\\|rating.hall\\|\\d\\|rating counted=1"))
                .anySatisfy((key, figures) ->
                        assertThat(key + " " + figures).matches("equation\\|rating.web\\|\\d\\|rating duplicate=1"));
    }

    @Test
    void aBadReviewIsOpenUnderItsNormalisedNumberHoweverItIsSpelt() {
        Truth truth = only("number-spellings");

        assertThat(truth.rows("bad").keySet())
                .singleElement()
                .asString()
                .matches("bad\\|[a-z-]+\\|BYZW2026-00000000K\\|1\\|[12]\\|\\d{13}\\|4401.*");
        assertThat(truth.rows("bad").values()).containsExactly("open=1");
    }

    @Test
    void anUnknownChannelCountsAsOther() {
        assertThat(only("unknown-channel").rows("hour"))
                .anySatisfy((key, figures) -> assertThat(key + figures).matches(".*\\|other\\|.*level_\\d=1"));
    }

    @Test
    void specialProceduresDoNotCountAsHandlingTime() {
        Truth truth = only("special-procedures");

        // Two to five days of procedures lie between some hours of handling before and after them.
        assertThat(truth.rows("hour").values())
                .filteredOn(figures -> figures.contains("calendar_seconds"))
                .singleElement()
                .satisfies(figures -> assertThat(seconds(figures)).isLessThan(36 * 3_600L));
    }

    private static long seconds(String figures) {
        return Long.parseLong(figures.replaceAll(".*calendar_seconds=(\\d+).*", "$1"));
    }

    private static Truth only(String scenario) {
        return TrafficPlan.of(TrafficConfig.of(5, 1)
                        .withTickEvery(Duration.ofHours(12))
                        .only(scenario))
                .truth();
    }

    private static String summed(Truth truth, String part, boolean ofLimits) {
        Map<String, Long> sums = new TreeMap<>();
        truth.rows("hour").forEach((key, figures) -> {
            if (key.endsWith(part)) {
                add(sums, figures);
            }
        });
        sums.keySet().removeIf(figure -> LIMITS.matcher(figure).matches() != ofLimits);
        return text(sums);
    }

    private static String classes(Truth truth) {
        Map<String, Long> sums = new TreeMap<>();
        truth.rows("equation").values().forEach(figures -> add(sums, figures));
        return text(sums);
    }

    private static void add(Map<String, Long> sums, String figures) {
        for (String figure : figures.split(",")) {
            String[] parts = figure.split("=");
            String name = parts[0].replaceFirst("(level|default)_\\d", "$1");
            if (!name.contains("@")
                    && !name.endsWith("_seconds")
                    && !name.endsWith("_length")
                    && !name.equals("real_name_bad")) {
                sums.merge(name, Long.parseLong(parts[1]), Long::sum);
            }
        }
    }

    private static String text(Map<String, Long> sums) {
        sums.values().removeIf(sum -> sum == 0);
        return String.join(" ", sums.entrySet().stream().map(Object::toString).toList());
    }

    private static String text(String column) {
        return column == null ? "" : column;
    }
}
