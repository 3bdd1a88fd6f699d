package io.haochaping.produce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.haochaping.produce.say.Language;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.say.Sentence;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the command speaks: sentences for a person on the error stream, results on the output stream, or one JSON object per line on the output stream and nothing beside.
 *
 * @param out results
 * @param err everything else
 */
record Console(PrintStream out, PrintStream err, Language language, boolean json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    void say(String english, String chinese) {
        say("note", Sentence.of(english, chinese));
    }

    void warn(String english, String chinese) {
        say("warning", Sentence.of(english, chinese));
    }

    void refuse(Refusal refusal) {
        if (json) {
            Map<String, Object> event = sentence(refusal.sentence());
            event.put("exitCode", refusal.exitCode());
            event("refused", event);
        } else {
            err.println("haochaping produce: " + refusal.sentence().in(language));
        }
    }

    private void say(String event, Sentence sentence) {
        if (json) {
            event(event, sentence(sentence));
        } else {
            err.println(sentence.in(language));
        }
    }

    private static Map<String, Object> sentence(Sentence sentence) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("english", sentence.english());
        values.put("chinese", sentence.chinese());
        return values;
    }

    void event(String name, Map<String, Object> values) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", name);
        event.putAll(values);
        try {
            out.println(JSON.writeValueAsString(event));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values have a JSON form", impossible);
        }
    }

    void result(String text) {
        if (!json) {
            out.println(text);
        }
    }
}
