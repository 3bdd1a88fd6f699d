package io.haochaping.stack;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Counts upwards for ever and keeps a sum per remainder: enough of a job to have checkpoints and to lose a process. */
public final class CountingJob {

    private CountingJob() {}

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        // A number, or "--config" and a file as the launcher passes them.
        env.setParallelism(args[0].equals("--config") ? 1 : Integer.parseInt(args[0]));
        env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(1000), Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "Numbers")
                .uid("numbers")
                .keyBy(number -> number % 7)
                .reduce(Long::sum)
                .uid("sum")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        env.execute("Counting");
    }
}
