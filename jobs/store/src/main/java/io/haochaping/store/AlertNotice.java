package io.haochaping.store;

/** Something a person must look at; its id names kind and subject. */
public record AlertNotice(String kind, String subject, String messageZh, String messageEn) {
    /** No cut was committed for long. Raised outside of cuts, and taken back by the next one. */
    public static final String NO_CHECKPOINT = "no-checkpoint";

    /** Cuts come, but completeThrough does not move. Raised outside of cuts, and taken back by the first one in which it has. */
    public static final String STALLED = "complete-through-stalled";

    public String id() {
        return kind + "/" + subject;
    }
}
