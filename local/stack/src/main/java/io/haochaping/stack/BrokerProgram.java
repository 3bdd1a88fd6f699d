package io.haochaping.stack;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The broker's own process: formats its folder the first time, then is the broker. Formatting in the JVM that starts the broker would load half of
 * Kafka twice.
 */
final class BrokerProgram {

    private BrokerProgram() {}

    /** @param arguments the broker's properties, the folder of its data, and the id of the cluster where it is not alone in it */
    public static void main(String[] arguments) {
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            format(
                    arguments[0],
                    arguments.length > 2 ? arguments[2] : Uuid.randomUuid().toString());
        }
        Kafka.main(new String[] {arguments[0]});
    }

    private static void format(String properties, String cluster) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] arguments = {"format", "-t", cluster, "-c", properties};
        if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
            System.err.println("Kafka cannot format its folder: " + said.toString(StandardCharsets.UTF_8));
            System.exit(1);
        }
    }
}
