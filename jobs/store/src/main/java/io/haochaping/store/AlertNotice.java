package io.haochaping.store;

/** Something a person must look at; its id names kind and subject. */
public record AlertNotice(String kind, String subject, String messageZh, String messageEn) {
    /** No cut was committed for long. Raised outside of cuts, and taken back by the next one. */
    public static final String NO_CHECKPOINT = "no-checkpoint";

    public String id() {
        return kind + "/" + subject;
    }
}
