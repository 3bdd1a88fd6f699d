package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.util.List;

/** The same record more than once: only one of the copies is one, and the earliest append counts. */
final class Redeliveries {
    private Redeliveries() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("hall-redelivers", 30, 3 * 24, Redeliveries::sameTopic),
                Scenario.of("redelivered-to-other-partition", 15, 3 * 24, Redeliveries::otherPartition),
                Scenario.of("redelivered-to-smaller-topic", 15, 3 * 24, Redeliveries::smallerTopic),
                Scenario.of("redelivered-after-cut-off", 10, 62 * 24, Redeliveries::afterCutOff),
                Scenario.of("everything-twice", 10, 24, Redeliveries::everythingTwice),
                Scenario.of("decisions-twice", 10, 6 * 24, Redeliveries::decisionsTwice),
                Scenario.of("complaint-twice", 10, 24, Redeliveries::complaintTwice));
    }

    private static void sameTopic(Story story) {
        story.file = story.file.ratedOver("hall", "");
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        Sent rating = story.ratedOnce(handled, rated, story.promptly(rated.at()));
        int times = 1 + story.draw.below(3);
        for (int i = 0; i < times; i++) {
            rating.again(story.after(rated.at(), 5, 2 * 24 * 60));
        }
    }

    private static void otherPartition(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        Sent rating = story.ratedOnce(handled, rated, story.promptly(rated.at()));
        rating.againTo(story.neighbour(rating.first()), story.after(rated.at(), 5, 2 * 24 * 60));
    }

    /** The copy in the smaller topic is the record, though it came last. */
    private static void smallerTopic(Story story) {
        story.file = story.file.ratedOver("web", "");
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        Sent rating = story.ratedOnce(handled, rated, story.promptly(rated.at()));
        String topic = story.draw.of(List.of("rating.courier", "rating.hall", "rating.mobile"));
        rating.againTo(story.partition(topic, story.file.number()), story.after(rated.at(), 5, 24 * 60));
        rating.again(story.after(rated.at(), 5, 24 * 60));
    }

    /** The record is the late copy in the smaller topic, but it was known in time by the other. */
    private static void afterCutOff(Story story) {
        story.file = story.file.ratedOver("web", "");
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        Sent rating = story.ratedOnce(handled, rated, story.promptly(rated.at()));
        rating.againTo(story.partition("rating.hall", story.file.number()), story.pastCutOff(rated.at()));
    }

    private static void everythingTwice(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        Sent rating = story.ratedOnce(handled, rated, story.promptly(rated.at()));
        handled.accepted().again(story.after(rated.at(), 5, 20 * 60));
        handled.completed().againTo(story.neighbour(handled.completed().first()), story.after(rated.at(), 5, 20 * 60));
        rating.again(story.after(rated.at(), 5, 20 * 60));
    }

    /** A void, an exclusion and a step of a work order come again, into other partitions; nothing is taken out twice. */
    private static void decisionsTwice(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.bad(story.soonAfter(handled.completedAt()));
        Sent rating = story.rate(rated).voided();
        long openedAt = story.soonAfter(rated.at());
        Sent opened =
                story.send(story.clerk.step(story.file, "OPENED", 1, openedAt)).counted();
        long grantedAt = story.after(openedAt, 60, 24 * 60);
        Sent granted = story.send(story.clerk.claim(story.file, "INVALID_GRANTED", 1, "CL-1", grantedAt))
                .counted();
        long decidedAt = story.after(grantedAt, 60, 24 * 60);
        Sent decision = story.send(story.clerk.exclusion(story.file, "EXCLUDE", 1, "EX-1", decidedAt))
                .counted();
        for (Sent sent : List.of(opened, granted, decision)) {
            sent.againTo(story.neighbour(sent.first()), story.after(decidedAt, 60, 24 * 60));
        }

        WorkOrder order = new WorkOrder(story);
        order.took("OPENED", openedAt, opened);
        order.voidedBy(granted);
        order.tellDue();
        story.truth.add("voids", 1, grantedAt, story.file.ofWorkOrder(), Life.since(granted));
        story.counts(rated, Life.since(rating).until(granted));
        story.ratedCase(handled, Life.since(handled.completed(), rating).until(granted));
        story.generatedDefault(handled, Life.since(handled.completed()).until(rating));
    }

    private static void complaintTwice(Story story) {
        long at = story.filed();
        Sent received = Complaints.received(story, at);
        received.againTo(story.neighbour(received.first()), story.after(at, 30, 20 * 60));
        received.again(story.after(at, 30, 20 * 60));
    }
}
