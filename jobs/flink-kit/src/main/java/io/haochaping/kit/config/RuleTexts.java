package io.haochaping.kit.config;

import io.haochaping.domain.rules.RuleBook;
import io.haochaping.kit.Decisions;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.file.FaultyRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules files as they were read at the start, so that every subtask has the same without a file. None: the built-in rules.
 *
 * @param names as configured, for messages
 * @param texts beside them
 */
public record RuleTexts(List<String> names, List<String> texts) implements Decisions.RuleSource {
    private static final long serialVersionUID = 1L;
    public static final RuleTexts NONE = new RuleTexts(List.of(), List.of());

    public RuleTexts {
        names = new ArrayList<>(names);
        texts = new ArrayList<>(texts);
    }

    @Override
    public RuleBook get() {
        try {
            return RuleFiles.book(names, texts);
        } catch (FaultyRules impossible) {
            throw new IllegalStateException("rules that were looked at when they were read are faulty", impossible);
        }
    }
}
