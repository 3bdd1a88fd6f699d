package io.haochaping.kit.source;

import io.haochaping.domain.cut.PartitionProgress;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What the brokers are asked about the topics that a job reads. Every method throws where they do not answer; the job is then started again. */
public interface SourceCheck extends Serializable {
    /**
     * Asked where state is restored, before a record is read.
     *
     * @param topicIds what the brokers called each topic when it was read
     * @return the sentence that names the first missing offset and the remedy; empty: all are there
     */
    Optional<String> firstMissing(Collection<PartitionProgress> restored, Map<String, String> topicIds)
            throws Exception;

    /**
     * Asked about a topic that appeared while the job runs, before its first record is taken.
     *
     * @return why no figure out of it could be proved, and the remedy; empty: it is fit
     */
    Optional<String> unfit(String topic) throws Exception;

    /** What the brokers call the topic now: one that is deleted and created again gets another id. */
    String topicId(String topic) throws Exception;

    /** For a replay, which restores nothing and reads exactly the partitions of its cut. */
    static SourceCheck none() {
        return new SourceCheck() {
            private static final long serialVersionUID = 1L;

            @Override
            public Optional<String> firstMissing(Collection<PartitionProgress> restored, Map<String, String> topicIds) {
                return Optional.empty();
            }

            @Override
            public Optional<String> unfit(String topic) {
                return Optional.empty();
            }

            @Override
            public String topicId(String topic) {
                return "";
            }
        };
    }
}
