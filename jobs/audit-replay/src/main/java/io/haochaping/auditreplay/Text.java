package io.haochaping.auditreplay;

/** A sentence for people, in both languages. */
record Text(String chinese, String english) {
    /** As it stands on a terminal. */
    String lines() {
        return chinese + System.lineSeparator() + english;
    }
}
