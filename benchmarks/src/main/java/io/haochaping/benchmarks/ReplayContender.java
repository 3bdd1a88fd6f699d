package io.haochaping.benchmarks;

import java.nio.file.Path;

/** The pipeline between the offsets of a cut: it ends by itself. */
final class ReplayContender {
    private ReplayContender() {}

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        LastCommit commits = new LastCommit(Long.MAX_VALUE);
        new JobPipeline(assignment, commits, LiveContender.settings(arguments))
                .replay()
                .execute("benchmark: replay");
        System.out.println(Finish.now(LastCommit.at()).line());
        // Flink leaves threads behind that would keep the process for a while.
        System.exit(0);
    }
}
