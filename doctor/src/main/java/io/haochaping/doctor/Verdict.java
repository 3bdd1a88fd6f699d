package io.haochaping.doctor;

/** How a thing that was looked at is. */
enum Verdict {
    FINE("正常", "fine"),
    /** Nothing is wrong yet; a person should look. */
    LOOK_HERE("注意", "look here"),
    /** A promise does not hold, or will not. */
    BROKEN("故障", "broken");

    private final Text label;

    Verdict(String chinese, String english) {
        label = new Text(chinese, english);
    }

    Text label() {
        return label;
    }
}
