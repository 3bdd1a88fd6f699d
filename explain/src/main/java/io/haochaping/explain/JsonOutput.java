package io.haochaping.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** For a machine: one object. */
final class JsonOutput implements Output {
    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintStream out;

    JsonOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void figure(StoreCut cut, Lines lines, SortedMap<String, Long> stored) {
        ObjectNode answer = answer(cut);
        ArrayNode sums = answer.putArray("sums");
        TreeSet<String> names = new TreeSet<>(lines.sums().keySet());
        names.addAll(stored.keySet());
        for (String name : names) {
            long found = lines.sums().getOrDefault(name, 0L);
            long there = stored.getOrDefault(name, 0L);
            sums.addObject()
                    .put("figure", name)
                    .put("records", found)
                    .put("store", there)
                    .put("same", found == there);
        }
        lines(answer.putArray("records"), lines.contributing());
        answer.put("recordsFound", lines.found());
        lines(answer.putArray("aside"), lines.aside());
        answer.put("asideFound", lines.foundAside());
        say(answer);
    }

    private static void lines(ArrayNode into, List<Line> lines) {
        for (Line line : lines) {
            ObjectNode node = into.addObject();
            place(node, "", line.place());
            ObjectNode amounts = node.putObject("amounts");
            line.amounts().forEach(amounts::put);
            reason(node, line.cause(), line.reason());
            if (line.other() != null) {
                place(node, "by", line.other());
            }
        }
    }

    private static void place(ObjectNode node, String name, Place place) {
        ObjectNode into = name.isEmpty() ? node : node.putObject(name);
        into.put("topic", place.topic()).put("partition", place.partition()).put("offset", place.offset());
    }

    private static void reason(ObjectNode node, String cause, Sentence reason) {
        node.put("cause", cause).put("zh", reason.chinese()).put("en", reason.english());
    }

    @Override
    public void caseFound(StoreCut cut, CaseSearch.Found found) {
        ObjectNode answer = answer(cut);
        ArrayNode records = answer.putArray("records");
        found.records().forEach(held -> record(records.addObject(), held, found));
        ArrayNode refused = answer.putArray("quarantined");
        found.refused().forEach(one -> refused(refused.addObject(), one));
        effects(answer.putArray("effects"), Effect.of(found.told()));
        say(answer);
    }

    private static void record(ObjectNode node, Held held, CaseSearch.Found found) {
        CaseAccount.Told told = found.classOf(held.place());
        place(node, "", held.place());
        node.put("kind", Reasons.kind(held.fact()).english());
        node.put("at", Instant.ofEpochMilli(held.fact().ownTime).toString());
        node.put("appendedAt", Instant.ofEpochMilli(held.fact().appendedAt).toString());
        node.put("class", Reasons.recordClass(told.what().cause()).english());
        reason(node, Lines.codeOf(told.what().cause()), Reasons.of(told));
        if (told.other() != null) {
            place(node, "by", told.other().place());
        }
    }

    private static void refused(ObjectNode node, CaseSearch.RefusedRecord refused) {
        place(node, "", refused.place());
        node.put("class", "quarantined");
        reason(
                node,
                refused.reason().code(),
                new Sentence(refused.reason().chinese(), refused.reason().sentence()));
        if (!refused.redriveOf().isEmpty()) {
            node.put("redriveOf", refused.redriveOf());
        }
    }

    private static void effects(ArrayNode into, List<Effect> effects) {
        for (Effect effect : effects) {
            ObjectNode node = into.addObject();
            node.put("row", effect.row()).put("figure", effect.figure()).put("amount", effect.amount());
            place(node, "record", effect.record());
            reason(node, effect.cause(), effect.reason());
            if (effect.other() != null) {
                place(node, "by", effect.other());
            }
        }
    }

    @Override
    public void fate(StoreCut cut, Place place, CaseSearch.Fate fate) {
        ObjectNode answer = answer(cut);
        answer.put("what", Fates.code(fate));
        if (fate instanceof CaseSearch.Fate.Refused no) {
            refused(answer, no.record());
        } else if (fate instanceof CaseSearch.Fate.Received received) {
            record(answer, received.record(), received.of());
            effects(
                    answer.putArray("effects"),
                    Effect.of(received.of().told().stream()
                            .filter(one -> one.record().place().equals(place))
                            .toList()));
        } else {
            place(answer, "", place);
            Sentence said = Fates.sentence(place, fate);
            answer.put("zh", said.chinese()).put("en", said.english());
        }
        say(answer);
    }

    private ObjectNode answer(StoreCut cut) {
        ObjectNode answer = mapper.createObjectNode();
        ObjectNode at = answer.putObject("cut");
        at.put("epoch", cut.epoch()).put("name", cut.name()).put("restored", cut.restored());
        if (cut.completeThrough() >= 0) {
            at.put(
                    "completeThrough",
                    Instant.ofEpochMilli(cut.completeThrough()).toString());
        }
        return answer;
    }

    private void say(ObjectNode answer) {
        out.println(answer.toPrettyString());
    }
}
