package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import org.apache.avro.generic.GenericRecord;

/** Ratings that somebody gave for others, and honest ones that look a little like it. Each counts like any other: a flag changes no figure. */
final class Frauds {
    private static final long CELL = 10 * Span.MINUTE;

    private Frauds() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("many-by-one-rater", 4, 30, Frauds::manyByOneRater),
                Scenario.of("few-by-one-rater", 4, 30, Frauds::fewByOneRater),
                Scenario.of("all-best-by-one-device", 4, 30, Frauds::allBestByOneDevice),
                Scenario.of("burst-at-a-terminal", 4, 30, Frauds::burstAtATerminal),
                Scenario.of("kiosk-sends-its-day-at-once", 4, 30, Frauds::kioskSendsItsDayAtOnce));
    }

    private static void manyByOneRater(Story story) {
        ratings(story, 12, 30 * Span.SECOND, level -> 3 + level % 3, "many-by-rater", by(story, "rater"), false);
    }

    private static void fewByOneRater(Story story) {
        ratings(story, 9, 30 * Span.SECOND, level -> 3 + level % 3, "", by(story, "rater"), false);
    }

    private static void allBestByOneDevice(Story story) {
        ratings(story, 6, 60 * Span.SECOND, level -> 5, "all-best-no-text", by(story, "device"), false);
    }

    private static void burstAtATerminal(Story story) {
        String terminal = "tablet-" + story.file.number();
        ratings(
                story,
                7,
                2 * Span.SECOND,
                level -> 4,
                "burst-at-terminal",
                (i, d) -> d.with("terminal", terminal),
                false);
    }

    /** All of them are appended within a second, hours later; cells go by when a rating was given. */
    private static void kioskSendsItsDayAtOnce(Story story) {
        String terminal = "kiosk-" + story.file.number();
        ratings(story, 12, 45 * Span.SECOND, level -> 4, "", (i, d) -> d.with("terminal", terminal), true);
    }

    private static BiConsumer<Integer, Draft> by(Story story, String field) {
        String name = field + "-of-" + Long.toHexString(story.draw.next());
        return (ordinal, draft) -> {
            GenericRecord personal = draft.part("personal");
            personal.put("text", "");
            personal.put("rater", "");
            personal.put("address", "");
            personal.put("device", "");
            personal.put(field, name);
            draft.with("personal", personal);
        };
    }

    /** @param signal that each of them gives; empty: none */
    private static void ratings(
            Story story,
            int ratings,
            long spacing,
            IntUnaryOperator level,
            String signal,
            BiConsumer<Integer, Draft> given,
            boolean atOnce) {
        long filed = story.filed();
        Sent accepted = story.accepted(filed, story.promptly(filed));
        // From the beginning of a cell, so that no end of one cuts them apart.
        long first = (story.soonAfter(filed) / CELL + 1) * CELL;
        long sentAt = first + 5 * Span.HOUR;
        List<Sent> sent = new ArrayList<>();
        for (int ordinal = 1; ordinal <= ratings; ordinal++) {
            long at = first + (ordinal - 1) * spacing;
            Rated rated = story.rated(at, level.applyAsInt(ordinal)).ofOrdinal(ordinal);
            Draft draft = story.clerk.rating(story.file, rated);
            given.accept(ordinal, draft);
            Sent rating = (atOnce ? story.send(draft, sentAt) : story.send(draft)).counted();
            story.counts(rated, Life.since(rating));
            sent.add(rating);
            if (!signal.isEmpty()) {
                story.truth.suspect(signal, story.file, ordinal);
            }
        }
        long completedAt = story.after(first, 60, 20 * 60);
        Sent completed = story.completed(story.clerk.completed(story.file, completedAt), story.promptly(completedAt));
        Sent earliest = sent.stream().min(Comparator.comparing(Sent::knownAt)).orElseThrow();
        story.took(filed, completedAt, Life.since(accepted, completed));
        story.ratedCase(new Handled(completedAt, accepted, completed), Life.since(completed, earliest));
    }
}
