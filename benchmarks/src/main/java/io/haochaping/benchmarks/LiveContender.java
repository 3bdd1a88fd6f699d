package io.haochaping.benchmarks;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The pipeline as it runs for years, catching up: it is done when a committed cut holds the last round of ticks, which stands behind every record. */
final class LiveContender {
    private LiveContender() {}

    public static void main(String[] arguments) throws Exception {
        Assignment assignment = Assignment.read(Path.of(arguments[0]));
        LastCommit commits = new LastCommit(assignment.completeThrough());
        runToTheLastTick(new JobPipeline(assignment, commits, settings(arguments)).live());
    }

    /** What stands behind the assignment. */
    static List<String> settings(String[] arguments) {
        return List.of(arguments).subList(1, arguments.length);
    }

    static void runToTheLastTick(StreamExecutionEnvironment env) throws Exception {
        var job = env.executeAsync("benchmark: live");
        job.getJobExecutionResult().whenComplete((result, failure) -> {
            if (failure != null) {
                System.err.println("the job failed: " + failure);
            }
            System.exit(1);
        });
        LastCommit.awaitComplete();
        System.out.println(Finish.now(LastCommit.at()).line());
        // A halt would leave the recording of --profile empty.
        FlightRecorder.getFlightRecorder().getRecordings().forEach(Recording::stop);
        // It would go on for ever; what it has committed stays.
        Runtime.getRuntime().halt(0);
    }
}
