package io.haochaping.auditreplay;

import io.haochaping.kit.StrictEnvironment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where a replay runs. */
@FunctionalInterface
interface FlinkPlace {
    StreamExecutionEnvironment environment(Configuration settings);

    /** Inside this process: one that is killed leaves nothing running (docs/decisions/0050). */
    static FlinkPlace here() {
        return StrictEnvironment::create;
    }

    /**
     * On a cluster that is there already.
     *
     * @param rest address of its REST interface, {@code http://host:port}
     * @param jar is sent along; holds everything that is not Flink's own
     */
    static FlinkPlace cluster(URI rest, Path jar) throws Refusal {
        String host = rest.getHost();
        if (!"http".equals(rest.getScheme()) || host == null || rest.getPort() < 1) {
            throw Refusal.wrongUse(
                    "--flink 需要形如 http://主机:端口 的地址", "--flink takes an address such as http://host:8081, not " + rest);
        }
        if (!Files.isReadable(jar) || Files.isDirectory(jar)) {
            throw Refusal.wrongUse("没有可提交的作业包 " + jar, "there is no jar to submit at " + jar);
        }
        return settings -> {
            Configuration cluster = new Configuration(settings);
            cluster.set(DeploymentOptions.TARGET, "remote");
            cluster.set(DeploymentOptions.ATTACHED, true);
            cluster.set(RestOptions.ADDRESS, host);
            cluster.set(RestOptions.PORT, rest.getPort());
            cluster.set(
                    PipelineOptions.JARS, List.of(jar.toAbsolutePath().toUri().toString()));
            return StrictEnvironment.submittingTo(cluster);
        };
    }
}
