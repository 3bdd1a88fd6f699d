package io.haochaping.store;

import io.haochaping.domain.personal.PersonalText;

/**
 * Something a person must look at; its id names kind and subject. Everybody reads it, so a subject that is a telephone or
 * identity number, sent by mistake where a code belongs, is masked here; the rows keep codes as they were sent.
 */
public record AlertNotice(String kind, String subject, String messageZh, String messageEn) {
    /** No cut was committed for long. Raised outside of cuts, and taken back by the next one. */
    public static final String NO_CHECKPOINT = "no-checkpoint";

    /** Cuts come, but completeThrough does not move. Raised outside of cuts, and taken back by the first one in which it has. */
    public static final String STALLED = "complete-through-stalled";

    public AlertNotice {
        PersonalText personal = new PersonalText();
        subject = personal.masked(subject);
        messageZh = personal.masked(messageZh);
        messageEn = personal.masked(messageEn);
    }

    public String id() {
        return kind + "/" + subject;
    }
}
