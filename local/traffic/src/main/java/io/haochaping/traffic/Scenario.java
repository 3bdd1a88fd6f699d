package io.haochaping.traffic;

import java.util.function.Consumer;

/** One way a case can go. It decides what is true first, then has it written, and says what it must contribute. */
interface Scenario {
    String name();

    /** How often in an ordinary mix, relative to the others. */
    int weight();

    /** How many hours after the filing the last record may be appended. */
    int hours();

    void tell(Story story);

    static Scenario of(String name, int weight, int hours, Consumer<Story> telling) {
        return new Told(name, weight, hours, telling);
    }

    /** A scenario given by a method. */
    record Told(String name, int weight, int hours, Consumer<Story> telling) implements Scenario {
        @Override
        public void tell(Story story) {
            telling.accept(story);
        }
    }
}
