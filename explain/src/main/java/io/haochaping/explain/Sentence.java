package io.haochaping.explain;

/** What is said to an operator, in both languages. */
record Sentence(String chinese, String english) {}
