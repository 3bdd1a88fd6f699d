package io.haochaping.produce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Holdings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What was known of file and topic when the last transaction was committed. A hint, never the truth: it says from where the topic has to be looked through, and the topic says which
 * line was last.
 *
 * @param format 1
 * @param file SHA-256 of the input
 * @param mapping SHA-256 of the mapping file
 * @param topicId a topic that was made anew holds nothing of what is noted
 */
record Checkpoint(int format, String file, String mapping, String topic, String topicId, Holdings holdings) {
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Empty where there is none. One that cannot be understood is refused rather than thrown away. */
    static Optional<Checkpoint> read(Path path) throws Refusal {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            Checkpoint found = JSON.readValue(Files.readString(path, StandardCharsets.UTF_8), Checkpoint.class);
            if (found.format() == FORMAT && found.holdings() != null && found.file() != null) {
                return Optional.of(found);
            }
        } catch (JsonProcessingException notOurs) {
            throw notOurs(path);
        } catch (IOException unreadable) {
            throw Refusal.failure(
                    "The state file " + path + " cannot be read. Check its rights, or name another with --state.",
                    "无法读取状态文件 " + path + "。请检查权限，或用 --state 指定其他文件。");
        }
        throw notOurs(path);
    }

    private static Refusal notOurs(Path path) {
        return Refusal.wrongUse(
                path
                        + " is no state file of this command. Name another with --state, or remove it: the topic is then looked"
                        + " through from its beginning, and no line is sent twice.",
                path + " 不是本命令的状态文件。请用 --state 指定其他文件，或删除它：届时会从头查看主题，不会重复发送。");
    }

    /** Whole or not at all. */
    void write(Path path) throws Refusal {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            Files.writeString(next, JSON.writeValueAsString(this) + "\n", StandardCharsets.UTF_8);
            move(next, path);
        } catch (IOException failure) {
            throw Refusal.failure(
                    "The state file " + path + " cannot be written ("
                            + failure.getClass().getSimpleName()
                            + "). Make room, or name another place with --state, and run the command again: no line is sent twice.",
                    "无法写入状态文件 " + path + "（" + failure.getClass().getSimpleName()
                            + "）。请腾出空间或用 --state 指定其他位置，然后再次运行：不会重复发送。");
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
