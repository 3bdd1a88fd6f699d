package io.haochaping.domain.personal;

/** The characters {@code from} (inclusive) to {@code to} (exclusive) of a text, in UTF-16 units. */
public record PersonalSpan(PersonalKind kind, int from, int to) {}
