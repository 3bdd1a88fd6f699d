package io.haochaping.kit.kafka;

import io.haochaping.configuration.ConfigProblem;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;

/** Waits for what the broker answers, and says in an operator's words why it did not. */
final class BrokerAnswer {
    private BrokerAnswer() {}

    static <T> T of(String bootstrapServers, KafkaFuture<T> answer) throws ConfigProblem {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw problem(bootstrapServers, failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConfigProblem("Interrupted while asking Kafka at " + bootstrapServers);
        }
    }

    private static ConfigProblem problem(String bootstrapServers, Throwable cause) {
        if (cause instanceof RetriableException) {
            return new ConfigProblem("Kafka does not answer at " + bootstrapServers + ": " + FirstReason.of(cause)
                    + ". Check kafka.bootstrap-servers, the network, and that the broker runs.");
        }
        return new ConfigProblem("Kafka at " + bootstrapServers + " refuses: " + FirstReason.of(cause)
                + ". Check kafka.properties and the rights of its user (describe topics and their configuration).");
    }
}
