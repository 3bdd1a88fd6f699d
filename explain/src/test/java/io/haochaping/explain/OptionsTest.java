package io.haochaping.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator may type, and what is said of the rest. */
final class OptionsTest {

    @Test
    void meanInputsGetSentencesAndTwo() throws Exception {
        refused("did you mean --metric", "--metrik", "good");
        refused("did you mean good_rate", "--metric", "god_rate", "--day", "2026-06-01");
        refused("names no row", "--row", "hour|2026-06-01T09|x");
        refused("names no row", "--row", "hour|2026-06-01|a|b|c|d|e|f|g|in-time");
        refused("explain it by --row", "--metric", "duplicate", "--day", "2026-06-01");
        refused("add --system", "--case", "1");
        refused("Give the time by one of", "--metric", "good");
        refused("Give the time by one of", "--metric", "good", "--from", "2026-06-01");
        refused("cannot be read", "--metric", "good", "--day", "yesterday");
        refused("cannot be read", "--metric", "good", "--hour", "2026-06-01T24");
        refused("lies before", "--metric", "good", "--from", "2026-06-02", "--to", "2026-06-01");
        refused("cannot be read", "--metric", "good", "--minute", "2026-06-01T09:60");
        refused("cannot be read", "--metric", "good", "--from", "2026-06-01T09:10", "--to", "2026-06-01");
        refused("lies before", "--metric", "good", "--from", "2026-06-01T09:10", "--to", "2026-06-01T09:09");
        refused("without --venue", "--metric", "good", "--minute", "2026-06-01T09:10", "--venue", "hall-1");
        refused("without --part", "--metric", "good", "--minute", "2026-06-01T09:10", "--part", "in-time");
        refused("ask for an hour", "--metric", "calendar@60", "--minute", "2026-06-01T09:10");
        refused("in-time, correction or both", "--metric", "good", "--day", "2026-06-01", "--part", "late");
        refused("topic/partition/offset", "--record", "rating.web/0");
        refused("topic/partition/offset", "--record", "rating.web/-1/0");
        refused("use one at a time", "--record", "rating.web/0/1", "--case", "1");
        refused("whole number or all", "--metric", "good", "--day", "2026-06-01", "--limit", "-3");
        refused("lacks its value", "--metric");
        refused("stands there twice", "--day", "2026-06-01", "--day", "2026-06-02");
        refused("Say what you ask");
    }

    private static void refused(String sentence, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(0, List.of("--config", "no such file"));
        Stack.Said said = Stack.run(all, Map.of());
        assertThat(said.exit()).as(String.join(" ", arguments)).isEqualTo(2);
        assertThat(said.err()).contains(sentence);
        assertThat(said.err().lines()).as("both languages").hasSize(2);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void withoutAConfigurationNothingIsAsked() throws Exception {
        assertThat(Stack.run(List.of("--metric", "good"), Map.of()).err()).contains("--config FILE");
        assertThat(Stack.run(List.of("--config", "no such file", "--record", "a/0/0"), Map.of())
                        .exit())
                .isEqualTo(2);
        assertThat(Stack.run(List.of("--help"), Map.of()).out()).contains("Usage: explain");
    }

    @Test
    void aRateIsExplainedByBothItsNumbers() throws Exception {
        assertThat(Metric.of("good_rate").measures()).containsOnlyKeys("good", "ratings");
        assertThat(Metric.of("calendar@60").measures()).containsOnlyKeys("calendar@60");
        assertThat(Metric.of("duplicate").measures()).containsOnlyKeys("duplicate");
    }

    @Test
    void figuresOfComplaintsAndLimitsAreAskedByOptionsLikeOthers() throws Exception {
        assertThat(Metric.of("promised_rate").measures()).containsOnlyKeys("promised_met", "promised_decided");
        assertThat(Metric.of("mean_days").measures()).containsOnlyKeys("complaint_seconds", "complaint_timed");
        assertThat(Metric.of("contact_rate").measures()).containsOnlyKeys("order_contact_met", "order_contact_due");
        for (String metric : List.of(
                "order_rectify_unknown_days",
                "compression_rate",
                "limits_not_read",
                "complaint_simple_due",
                "within_day")) {
            assertThat(Options.of(List.of("--config", "x", "--metric", metric, "--day", "2026-06-01"))
                            .question())
                    .isInstanceOf(Question.OfLeaves.class);
        }
        for (String metric : List.of("duplicate", "tagged", "records", "open")) {
            assertThat(Metric.of(metric).standsInHours()).as(metric).isFalse();
        }
    }

    @Test
    void minutesAreAskedForOneByOneOrFromTo() throws Exception {
        Question.OfMinutes one = (Question.OfMinutes)
                Options.of(List.of("--config", "x", "--metric", "good", "--minute", "2026-06-01T09:12"))
                        .question();
        assertThat(one.from())
                .isEqualTo(java.time.Instant.parse("2026-06-01T01:12:00Z").toEpochMilli());
        assertThat(one.to() - one.from()).isEqualTo(60_000L);
        Question.OfMinutes five = (Question.OfMinutes) Options.of(List.of(
                        "--config", "x", "--metric", "good", "--from", "2026-06-01T09:58", "--to", "2026-06-01T10:02"))
                .question();
        assertThat(five.to() - five.from()).isEqualTo(300_000L);
    }

    @Test
    void aDayBeginsInShanghai() throws Exception {
        Question.OfLeaves day =
                (Question.OfLeaves) Options.of(List.of("--config", "x", "--metric", "good", "--day", "2026-06-01"))
                        .question();
        assertThat(day.from())
                .isEqualTo(java.time.Instant.parse("2026-05-31T16:00:00Z").toEpochMilli());
        assertThat(day.to() - day.from()).isEqualTo(86_400_000L);
        assertThat(day.inTime()).isNull();
        assertThat(day.region()).isNull();
    }
}
