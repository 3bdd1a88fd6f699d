package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;

/**
 * Records that must be quarantined. Each comes beside an ordinary case with the same number, and most would beat its rating if they
 * were counted.
 */
final class Broken {
    private static final int TOO_LARGE = 1024 * 1024 + 4096;
    private static final long YEAR_2036 = 2_085_000_000_000L;
    private static final long YEAR_11000 = 284_900_000_000_000L;
    private static final long KIOSK_CLOCK_START = 946_684_800_000L;

    private Broken() {}

    /** The broken record of one scenario. */
    private interface Breaking {
        void tell(Story story, Rated rated, long at);
    }

    static List<Scenario> all() {
        return List.of(
                broken("broken-no-value", (story, rated, at) -> web(story, "undecodable", null, at)),
                broken("broken-text", Broken::text),
                broken("broken-random", Broken::random),
                broken("broken-truncated", Broken::truncated),
                broken("broken-trailing-bytes", Broken::trailing),
                broken("broken-too-large", Broken::tooLarge),
                broken("unknown-schema", Broken::unknownSchema),
                broken("wrong-topic-case-event", Broken::caseEventAmongRatings),
                broken("wrong-topic-rating", Broken::ratingAmongCaseEvents),
                broken("unknown-kind", Broken::unknownKind),
                broken("unknown-step", Broken::unknownStep),
                broken("unknown-action", Broken::unknownAction),
                rating(
                        "undeclared-code-system",
                        "undeclared-code-system",
                        draft -> draft.with("codeSystem", "city-2009")),
                broken("undeclared-code-system-of-rerating", Broken::undeclaredRerating),
                rating("unknown-level", "unknown-level", draft -> draft.with("level", "9")),
                rating("no-level", "unknown-level", draft -> draft.with("level", "")),
                rating("no-scope", "no-identity", draft -> draft.with("issuingSystem", " ")
                        .with("handlingRegion", "")),
                rating("no-case-number", "no-identity", draft -> draft.with("caseNumber", " \u3000")),
                rating("case-number-too-long", "no-identity", draft -> draft.with("caseNumber", "9".repeat(129))),
                rating("ordinal-zero", "no-identity", draft -> draft.with("ordinal", 0)),
                broken("void-without-claim", Broken::voidWithoutClaim),
                broken("exclusion-without-id", Broken::exclusionWithoutId),
                rating("time-zero", "unusable-time", draft -> draft.with("ratedAt", 0L)),
                rating("time-after-year-9999", "unusable-time", draft -> draft.with("ratedAt", YEAR_11000)),
                broken("append-header-missing", (story, rated, at) -> withHeader(story, rated, at, null)),
                broken(
                        "append-header-unreadable",
                        (story, rated, at) -> withHeader(story, rated, at, Story.utf8("soon"))),
                rating("bad-clock", "beyond-horizon", draft -> draft.with("ratedAt", KIOSK_CLOCK_START)),
                broken("beyond-horizon", Broken::beyondHorizon),
                rating("far-future", "from-future", draft -> draft.with("ratedAt", YEAR_2036)),
                broken("near-future", Broken::nearFuture));
    }

    private static Scenario broken(String name, Breaking breaking) {
        return Scenario.of(name, 2, 6, story -> {
            Handled handled = story.handledAtOnce();
            Rated rated = story.rated(story.after(handled.completedAt(), 30, 60));
            story.ratedOnce(handled, rated, story.promptly(rated.at()));
            breaking.tell(story, earlier(story, handled), story.after(rated.at(), 5, 120));
        });
    }

    /** A rating spoilt in one field. */
    private static Scenario rating(String name, String reason, UnaryOperator<Draft> spoilt) {
        return broken(
                name,
                (story, rated, at) ->
                        web(story, reason, spoilt.apply(draft(story, rated)).encode(), at));
    }

    /** Given before the case's own rating, so that it would count instead. */
    private static Rated earlier(Story story, Handled handled) {
        return story.rated(handled.completedAt() + Span.MINUTE, 1);
    }

    private static Draft draft(Story story, Rated rated) {
        return story.clerk.stamped(story.clerk.rating(story.file, rated), rated.at());
    }

    private static void web(Story story, String reason, byte[] value, long at) {
        story.refused(reason, "rating.web", value, at);
    }

    private static void text(Story story, Rated rated, long at) {
        String json = "{\"projectNo\":\"" + story.file.number() + "\",\"satisfaction\":\"1\"}";
        web(story, "undecodable", Story.utf8(json), at);
    }

    /** Neither encoding: the first byte is never C3 nor 00. */
    private static void random(Story story, Rated rated, long at) {
        byte[] bytes = story.draw.bytes(8 + story.draw.below(200));
        bytes[0] = 0x5A;
        web(story, "undecodable", bytes, at);
    }

    private static void truncated(Story story, Rated rated, long at) {
        byte[] whole = draft(story, rated).encode();
        int length = Wire.HEADER_BYTES + story.draw.below(whole.length - Wire.HEADER_BYTES);
        web(story, "undecodable", Arrays.copyOf(whole, length), at);
    }

    private static void trailing(Story story, Rated rated, long at) {
        byte[] whole = draft(story, rated).encode();
        web(story, "undecodable", Arrays.copyOf(whole, whole.length + 1 + story.draw.below(9)), at);
    }

    private static void tooLarge(Story story, Rated rated, long at) {
        web(story, "too-large", Oversized.VALUE, at);
    }

    private static void unknownSchema(Story story, Rated rated, long at) {
        byte[] value = draft(story, rated).encode();
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putLong(2, 0x0BAD_5EED_0BAD_5EEDL);
        web(story, "unknown-schema", value, at);
    }

    private static void caseEventAmongRatings(Story story, Rated rated, long at) {
        Draft draft = story.clerk.completed(story.file, rated.at()).with("revision", 9);
        web(story, "wrong-topic", draft.encode(), at);
    }

    private static void ratingAmongCaseEvents(Story story, Rated rated, long at) {
        story.refused("wrong-topic", Topics.CASE, draft(story, rated).encode(), at);
    }

    private static void unknownKind(Story story, Rated rated, long at) {
        Draft draft = story.clerk.completed(story.file, rated.at()).with("kind", "UNKNOWN");
        story.refused("unknown-kind", Topics.CASE, draft.encode(), at);
    }

    private static void unknownStep(Story story, Rated rated, long at) {
        Draft draft = story.clerk.step(story.file, "UNKNOWN", 1, rated.at());
        story.refused("unknown-kind", Topics.WORK_ORDER, draft.encode(), at);
    }

    private static void unknownAction(Story story, Rated rated, long at) {
        Draft draft = story.clerk.exclusion(story.file, "UNKNOWN", 1, "EX-7", rated.at());
        story.refused("unknown-kind", Topics.EXCLUSION, draft.encode(), at);
    }

    private static void undeclaredRerating(Story story, Rated rated, long at) {
        Draft draft = story.clerk
                .step(story.file, "RERATED", 1, rated.at())
                .with("level", "5")
                .with("codeSystem", "city-2009");
        story.refused("undeclared-code-system", Topics.WORK_ORDER, draft.encode(), at);
    }

    private static void voidWithoutClaim(Story story, Rated rated, long at) {
        Draft draft = story.clerk.step(story.file, "INVALID_GRANTED", 1, rated.at());
        story.refused("no-identity", Topics.WORK_ORDER, draft.encode(), at);
    }

    private static void exclusionWithoutId(Story story, Rated rated, long at) {
        Draft draft = story.clerk.exclusion(story.file, "EXCLUDE", 1, "", rated.at());
        story.refused("no-identity", Topics.EXCLUSION, draft.encode(), at);
    }

    private static void withHeader(Story story, Rated rated, long at, byte[] header) {
        story.refused("unusable-time", "rating.web", draft(story, rated).encode(), at, header);
    }

    private static void beyondHorizon(Story story, Rated rated, long at) {
        Draft draft = draft(story, rated).with("ratedAt", at - 62 * Span.DAY - 3 * Span.MINUTE);
        web(story, "beyond-horizon", draft.encode(), at);
    }

    private static void nearFuture(Story story, Rated rated, long at) {
        Draft draft = draft(story, rated).with("ratedAt", at + 8 * Span.MINUTE);
        web(story, "from-future", draft.encode(), at);
    }

    /** One value over the limit, shared by all that are sent, for memory's sake. */
    private static final class Oversized {
        static final byte[] VALUE = value();

        private static byte[] value() {
            Draft draft = Draft.of(Kind.RATING)
                    .with("issuingSystem", "gd-zwfw")
                    .with("caseNumber", "TOO-LARGE")
                    .with("codeSystem", "platform")
                    .with("level", "1")
                    .with("ratedAt", 1_785_000_000_000L);
            GenericRecord personal = draft.part("personal");
            personal.put("text", "x".repeat(TOO_LARGE));
            personal.put("rater", "");
            personal.put("address", "");
            personal.put("device", "");
            return draft.with("personal", personal).encode();
        }
    }
}
