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
                Scenario.of("everything-twice", 10, 24, Redeliveries::everythingTwice));
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
}
