package io.haochaping.configuration;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The nodes of a YAML text that a person wrote, with the place of each. */
public final class YamlText {
    /** No file of ours goes deeper than eight. Nodes are read by recursion: some thousand brackets would leave no stack. */
    private static final int DEEPEST = 64;

    private YamlText() {}

    /**
     * Empty: the text says nothing.
     *
     * @param name of the file, for messages
     * @throws YamlEngineException where it is not YAML, is more than one document, or is nested too deeply
     */
    public static Optional<Node> compose(String name, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        return new Composer(settings, new Bounded(new ParserImpl(settings, new StreamReader(settings, text))))
                .getSingleNode();
    }

    /** Another parser, to a depth. */
    private static final class Bounded implements Parser {
        private final Parser parser;
        private int depth;

        Bounded(Parser parser) {
            this.parser = parser;
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return parser.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return parser.hasNext();
        }

        @Override
        public Event next() {
            Event event = parser.next();
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                default -> {}
            }
            if (depth > DEEPEST) {
                throw new TooDeep(event);
            }
            return event;
        }
    }

    private static final class TooDeep extends MarkedYamlEngineException {
        private static final long serialVersionUID = 1L;

        TooDeep(Event event) {
            super(
                    null,
                    Optional.empty(),
                    "nested more than " + DEEPEST + " deep 嵌套超过 " + DEEPEST + " 层",
                    event.getStartMark());
        }
    }
}
