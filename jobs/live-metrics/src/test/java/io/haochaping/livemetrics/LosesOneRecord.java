package io.haochaping.livemetrics;

import io.haochaping.domain.cut.TopicPartition;
import io.haochaping.domain.record.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The live job with one fault: the first record of one partition gets lost between door and ledger. Public, because Flink runs no other. */
public final class LosesOneRecord {
    static final TopicPartition OF = new TopicPartition("rating.web", 0);

    private LosesOneRecord() {}

    public static void main(String[] args) throws Exception {
        LiveMetricsJob.run(args, LosesOneRecord::lose);
    }

    /** The job that is deployed, and beside it this main and its filter. */
    static Path jar(Path job, Path folder) throws IOException {
        Path jar = Files.copy(job, folder.resolve("loses-one-record.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            for (Class<?> added : new Class<?>[] {LosesOneRecord.class, First.class}) {
                String name = added.getName().replace('.', '/') + ".class";
                try (InputStream classFile = added.getClassLoader().getResourceAsStream(name)) {
                    Files.copy(classFile, inside.getPath(name));
                }
            }
        }
        return jar;
    }

    private static DataStream<Fact> lose(DataStream<Fact> facts) {
        return facts.filter(new First())
                .uid("loses-one-record")
                .name("Loses one record")
                .setParallelism(facts.getParallelism());
    }

    /** A partition is read by one subtask, so that the first one it sees is the first one there is, unless the job is restarted. */
    private static final class First implements FilterFunction<Fact> {
        private static final long serialVersionUID = 1L;
        private boolean lost;

        @Override
        public boolean filter(Fact fact) {
            boolean loses =
                    !lost && fact.partition == OF.partition() && OF.topic().equals(fact.topic);
            lost |= loses;
            return !loses;
        }
    }
}
