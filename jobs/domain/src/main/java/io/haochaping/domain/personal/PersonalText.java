package io.haochaping.domain.personal;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds and masks what names or reaches a person in free text: identity numbers, bank cards, telephone numbers, plates,
 * e-mail and postal addresses, and names behind the usual cues. Which texts are masked how is written down in the
 * corpus of its tests.
 *
 * <p>Every finder passes over the text once and looks at most a fixed number of characters forward and back, so the time
 * is linear in the length whatever the text says. Keeps its buffers: one instance per thread.
 */
public final class PersonalText {
    private final FoldedText folded = new FoldedText();
    private final Spans spans = new Spans();
    private final NumberFinder numbers = new NumberFinder();

    /** What must not be shown, in the order of the text, without overlaps. */
    public List<PersonalSpan> find(String text) {
        look(text);
        List<PersonalSpan> found = new ArrayList<>(spans.count());
        for (int i = 0; i < spans.count(); i++) {
            found.add(new PersonalSpan(spans.kind(i), spans.from(i), spans.to(i)));
        }
        return found;
    }

    /** The text with a word in square brackets for whatever was found; the same instance where nothing was. */
    public String masked(String text) {
        look(text);
        if (spans.count() == 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        int at = 0;
        for (int i = 0; i < spans.count(); i++) {
            out.append(text, at, spans.from(i)).append(spans.kind(i).mask());
            at = spans.to(i);
        }
        return out.append(text, at, text.length()).toString();
    }

    private void look(String text) {
        folded.fill(text);
        spans.clear();
        EmailFinder.find(folded, spans);
        numbers.find(folded, spans);
        PlateFinder.find(folded, spans);
        AddressFinder.find(folded, spans);
        NameFinder.find(folded, spans);
        spans.settle();
    }
}
