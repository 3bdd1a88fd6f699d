package io.haochaping.doctor;

/** A sentence in both languages. */
record Text(String chinese, String english) {
    static final Text NONE = new Text("", "");

    boolean isEmpty() {
        return english.isEmpty();
    }
}
