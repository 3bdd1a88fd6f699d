package io.haochaping.desk;

/** What is said to an operator, in both languages. */
public record Sentence(String chinese, String english) {}
