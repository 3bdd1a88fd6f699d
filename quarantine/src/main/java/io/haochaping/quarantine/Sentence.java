package io.haochaping.quarantine;

/** What is said to an operator, in both languages. */
record Sentence(String chinese, String english) {}
