package io.haochaping.benchmarks;

import java.nio.file.Path;

/** The live pipeline with a key of pseudonyms: each rating is looked at in the cells of its case, rater, device, address and terminal. */
final class FlagsContender {
    private FlagsContender() {}

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        LastCommit commits = new LastCommit(assignment.completeThrough());
        LiveContender.runToTheLastTick(
                new JobPipeline(assignment, commits, LiveContender.settings(arguments)).flagging());
    }
}
