package io.haochaping.kit.config;

import io.haochaping.domain.rules.RuleBook;
import io.haochaping.kit.Decisions;
import io.haochaping.rules.RuleFiles;
import io.haochaping.rules.file.FaultyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    /**
     * Refuses versions that let a month close twice; only where rules are taken in, never where a job starts.
     *
     * @param counted decisions that figures stand under already
     */
    public void refuseMonthsThatCloseTwice(Set<String> counted) throws FaultyRules {
        RuleFiles.refuseMonthsThatCloseTwice(names, texts, counted);
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
