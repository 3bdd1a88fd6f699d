package io.haochaping.quarantine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.desk.Sentence;
import io.haochaping.domain.calendar.ShanghaiTime;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** How the desk speaks: lines in both languages, or objects for a machine. */
final class Output {
    private static final String INDENT = "        ";

    private final PrintStream out;
    private final boolean json;
    private final ObjectMapper mapper = new ObjectMapper();

    Output(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void list(List<Entry> entries, Map<String, Decision> decisions, int most) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Sentence> sentences = new TreeMap<>();
        for (Entry entry : entries) {
            counts.merge(entry.reason(), 1L, Long::sum);
            sentences.put(entry.reason(), entry.sentence());
        }
        List<Entry> shown = entries.subList(0, Math.min(most, entries.size()));
        if (json) {
            ObjectNode answer = mapper.createObjectNode();
            answer.put("found", entries.size());
            counts.forEach(answer.putObject("byReason")::put);
            ArrayNode records = answer.putArray("records");
            shown.forEach(
                    entry -> records.add(node(entry, decisions.get(entry.place().toString()))));
            out.println(answer.toPrettyString());
            return;
        }
        for (Entry entry : shown) {
            Decision decision = decisions.get(entry.place().toString());
            out.println("%s  %s  %s  %s%s"
                    .formatted(
                            entry.place(),
                            minute(entry),
                            entry.reason(),
                            status(decision),
                            entry.redriveOf().isEmpty() ? "" : "  重投自 redriven from " + entry.redriveOf()));
        }
        if (shown.size() < entries.size()) {
            out.println("还有 %,d 条，用 --limit all 全部列出 %,d more: --limit all"
                    .formatted(entries.size() - shown.size(), entries.size() - shown.size()));
        }
        counts.forEach((reason, count) -> {
            out.println("%,6d  %s  %s"
                    .formatted(count, reason, sentences.get(reason).chinese()));
            out.println(INDENT + sentences.get(reason).english());
        });
        if (entries.isEmpty()) {
            out.println("没有符合条件的记录 No record fits");
        }
    }

    private static String minute(Entry entry) {
        return ShanghaiTime.minuteText(entry.appendedAt().toEpochMilli()).replace('T', ' ');
    }

    private static String status(Decision decision) {
        if (decision == null) {
            return "待处理 open";
        }
        return decision.isRedrive() ? "已重投 redriven → " + decision.to() : "不予重投 discarded";
    }

    private ObjectNode node(Entry entry, Decision decision) {
        ObjectNode node = mapper.createObjectNode();
        node.put("topic", entry.place().topic())
                .put("partition", entry.place().partition())
                .put("offset", entry.place().offset())
                .put("appendedAt", entry.appendedAt().toString())
                .put("reason", entry.reason())
                .put("zh", entry.sentence().chinese())
                .put("en", entry.sentence().english())
                .put("valueLength", entry.valueLength())
                .put("redriveOf", entry.redriveOf())
                .put("status", decision == null ? "open" : decision.status());
        if (decision != null) {
            node.putObject("decision")
                    .put("to", decision.to())
                    .put("because", decision.reason())
                    .put("author", decision.author())
                    .put("at", decision.at().toString());
        }
        return node;
    }

    /** The bytes as they came: hexadecimal, and beside them what is printable in ASCII. */
    void show(Entry entry, Decision decision, ConsumerRecord<byte[], byte[]> record) {
        if (json) {
            ObjectNode node = node(entry, decision);
            node.put("key", base64(record.key()));
            node.put("value", base64(record.value()));
            ArrayNode headers = node.putArray("headers");
            for (Header header : record.headers()) {
                headers.addObject().put("name", header.key()).put("value", base64(header.value()));
            }
            out.println(node.toPrettyString());
            return;
        }
        out.println("%s  %s  %s".formatted(entry.place(), minute(entry), status(decision)));
        out.println(entry.reason() + "：" + entry.sentence().chinese());
        out.println(INDENT + entry.sentence().english());
        if (decision != null) {
            out.println("%s  %s  %s".formatted(decision.author(), decision.at(), decision.reason()));
        }
        out.println("SHA-256 " + entry.valueSha256());
        bytes("键 key", record.key());
        for (Header header : record.headers()) {
            bytes("消息头 header " + printable(header.key()), header.value());
        }
        bytes("值 value", record.value());
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private void bytes(String name, byte[] bytes) {
        if (bytes == null) {
            out.println(name + "：无 none");
            return;
        }
        out.println(name + ": %,d 字节 bytes".formatted(bytes.length));
        HexDump.of(bytes).forEach(out::println);
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append(c >= ' ' && c < 127 ? (char) c : '.'));
        return text.toString();
    }

    void planned(Options.Action action, Entry entry, Decision before) {
        if (before != null) {
            decidedBefore(entry, before);
        } else {
            String word = action == Options.Action.REDRIVE ? "would be redriven" : "would be discarded";
            String chinese = action == Options.Action.REDRIVE ? "将重投" : "将不予重投";
            say(entry, word.replace(' ', '-'), chinese + " " + word, "");
        }
    }

    void decidedBefore(Entry entry, Decision decision) {
        say(
                entry,
                "left",
                "未处理：此前已决定（%s），确需改变请加 --force left as it is: %s before; --force does it anyway"
                        .formatted(status(decision), decision.status()),
                decision.to());
    }

    void redriven(Entry entry, Place to) {
        say(entry, "redriven", "已重投 redriven → " + to, to.toString());
    }

    void discarded(Entry entry) {
        say(entry, "discarded", "不予重投，仍留在隔离区与闭合等式中 discarded; it stays in the quarantine and in the equation", "");
    }

    private void say(Entry entry, String outcome, String words, String to) {
        if (json) {
            ObjectNode node = mapper.createObjectNode();
            node.put("of", entry.place().toString()).put("outcome", outcome).put("to", to);
            out.println(node);
        } else {
            out.println(entry.place() + "  " + words);
        }
    }

    void end(Options.Action action, int done) {
        if (!json) {
            out.println(
                    action == Options.Action.REDRIVE
                            ? "重投 %,d 条；其去向见 explain --record %,d redriven; explain --record tells what became of them"
                                    .formatted(done, done)
                            : "不予重投 %,d 条 %,d discarded".formatted(done, done));
        }
    }
}
