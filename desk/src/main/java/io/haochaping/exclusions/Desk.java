package io.haochaping.exclusions;

import io.haochaping.desk.Refusal;
import io.haochaping.desk.Sender;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends decisions, each once. What is sent goes in one transaction of the one sender that all desks of the topic share: a desk that is killed has sent all or nothing, and whoever
 * runs the same again reads what is there and sends only what is missing.
 */
final class Desk {
    private final ExclusionTopic topic;
    private final Door door;
    private final Clock clock;

    Desk(ExclusionTopic topic, Door door, Clock clock) {
        this.topic = topic;
        this.door = door;
        this.clock = clock;
    }

    /** What would become of them. Fences nobody out and sends nothing. */
    List<Verdict> judge(List<Decision> asked) throws Refusal {
        return judge(asked, topic.readOn());
    }

    private List<Verdict> judge(List<Decision> asked, Register register) {
        Map<Place, Verdict> verdicts = new LinkedHashMap<>();
        List<Verdict> contradictions = new ArrayList<>();
        for (Decision decision : asked) {
            Verdict verdict = Verdict.of(decision, door.place(decision), register);
            Verdict first = verdicts.putIfAbsent(verdict.place(), verdict);
            // A line that stands in the file twice is one decision; two of one number are a contradiction.
            if (first != null && !first.asked().saysTheSameAs(decision)) {
                contradictions.add(new Verdict(decision, verdict.place(), Verdict.Outcome.NUMBER_TAKEN, null));
            }
        }
        List<Verdict> all = new ArrayList<>(verdicts.values());
        all.addAll(contradictions);
        return all;
    }

    /**
     * Sends what is new of them and reads it back.
     *
     * @return of each what holds now; null: nothing
     * @throws Refusal where nothing could be sent, or the door does not take what was
     */
    Map<Verdict, Standing> send(List<Decision> asked) throws Refusal, InterruptedException {
        refuseContradictions(asked);
        try (Sender sender = Sender.open(topic.cluster(), "haochaping-exclusion-desk-" + topic.name())) {
            List<Verdict> verdicts = judge(asked, topic.readOn());
            List<Verdict> fresh = verdicts.stream()
                    .filter(verdict -> verdict.outcome() == Verdict.Outcome.NEW)
                    .toList();
            if (!fresh.isEmpty()) {
                sender.inOneTransaction(() -> {
                    for (Verdict verdict : fresh) {
                        Decision decision = verdict.asked().decidedAt(time(verdict));
                        sender.sendLater(new ProducerRecord<>(topic.name(), decision.key(), decision.bytes()));
                    }
                    return fresh.size();
                });
            }
            return readBack(verdicts);
        }
    }

    /** A file is taken as a whole or not at all: which of two lines would hold must not hang on their order. */
    private void refuseContradictions(List<Decision> asked) throws Refusal {
        Map<Place, Decision> first = new LinkedHashMap<>();
        for (Decision decision : asked) {
            Decision before = first.putIfAbsent(door.place(decision), decision);
            if (before != null && !before.saysTheSameAs(decision)) {
                throw Refusal.wrongUse(
                        "两行对同一评价使用同一编号，却给出不同的理由、作者或动作：" + decision.subject().text() + "。未发送任何内容，请更正文件。",
                        "Two lines give one number to one rating with different reasons, authors or actions: "
                                + decision.subject().text() + ". Nothing was sent; correct the file.");
            }
        }
    }

    /** Behind what it answers, even where the other desk's clock is ahead: of two decisions of one number the later holds. */
    private long time(Verdict verdict) {
        long now = clock.millis();
        return verdict.before() == null
                ? now
                : Math.max(now, verdict.before().last().at() + 1);
    }

    private Map<Verdict, Standing> readBack(List<Verdict> verdicts) throws Refusal {
        Register register = topic.readOn();
        Map<Verdict, Standing> now = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            Standing standing = register.of(verdict.place()).orElse(null);
            boolean holds =
                    standing != null && standing.stands() != verdict.asked().revokes();
            if (verdict.outcome() == Verdict.Outcome.NEW && !holds) {
                throw Refusal.failure(
                        "已发送，但未生效：" + verdict.asked().subject().text()
                                + " 的决定被入口拒绝，或随即被更晚的决定取代。请核对本机时钟与 Kafka 的时钟，并用 quarantine list 查看。",
                        "It was sent and does not hold: the decision on "
                                + verdict.asked().subject().text()
                                + " was refused at the door, or a later one came at once. Compare the clock of this machine with that of Kafka, and look at quarantine list.");
            }
            now.put(verdict, standing);
        }
        return now;
    }
}
