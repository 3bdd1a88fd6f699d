package io.haochaping.kit.source;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * The topics that were found fit to be read, and what the brokers called each when it was. Those that were there at the start were looked at before; one that appears later is looked
 * at when its first record comes.
 */
final class FitTopics {
    /** No broker gives this id. */
    private static final String NONE = "";

    private final SourceCheck check;
    private final SortedMap<String, String> ids;
    private final SortedMap<String, String> resumed = new TreeMap<>();
    private String last = "";

    /** @param atStart ids of the topics that were there when the job was submitted */
    FitTopics(SourceCheck check, Map<String, String> atStart) {
        this.check = check;
        this.ids = new TreeMap<>(atStart);
    }

    /** What state says of a topic holds against what was found when this job was submitted. */
    void resume(byte[] written) {
        ByteReader in = new ByteReader(written);
        String topic = in.readText();
        String id = in.readText();
        String other = resumed.putIfAbsent(topic, id);
        // Subtasks that met the topic under two ids: it was created again between them, and neither is the one.
        ids.put(topic, other == null || other.equals(id) ? id : NONE);
    }

    Map<String, String> ids() {
        return ids;
    }

    /** @throws SuppressRestartsException naming what is wrong with the topic, and the remedy */
    void require(String topic) throws Exception {
        // Records come in runs of one partition, and those of one run share the name.
        if (topic.equals(last)) {
            return;
        }
        if (!ids.containsKey(topic)) {
            var unfit = check.unfit(topic);
            if (unfit.isPresent()) {
                throw new SuppressRestartsException(new TopicUnfit(unfit.get()));
            }
            ids.put(topic, check.topicId(topic));
        }
        last = topic;
    }

    static byte[] write(Map.Entry<String, String> topic) {
        return new ByteWriter(64)
                .writeString(topic.getKey())
                .writeString(topic.getValue())
                .toBytes();
    }

    /** Records of it could be lost, or their times set by whoever sends them. */
    static final class TopicUnfit extends Exception {
        private static final long serialVersionUID = 1L;

        TopicUnfit(String message) {
            super(message);
        }
    }
}
