package io.haochaping.livemetrics;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.kit.kafka.SourceGate;
import java.nio.file.Path;

/** Looks at the configuration and the topics before a cluster is asked to run the job: says what is wrong in sentences and ends with 2. */
public final class CheckLiveConfig {
    private CheckLiveConfig() {}

    public static void main(String[] args) {
        if (args.length != 2 || !args[0].equals("--config")) {
            System.err.println("Usage: --config FILE");
            System.exit(2);
        }
        try {
            LiveConfig config = LiveConfig.load(Path.of(args[1]));
            SourceGate.Sources sources = SourceGate.check(config);
            System.out.println(
                    "Configuration and topics are fine: " + sources.topics().size() + " source topics, "
                            + sources.firstOffsets().size() + " partitions.");
        } catch (ConfigProblem problem) {
            System.err.println(problem.getMessage());
            System.exit(2);
        }
    }
}
