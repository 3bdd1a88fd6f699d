package io.haochaping.rules;

/** One thing in both languages of the people who read it. */
public record Words(String zh, String en) {}
