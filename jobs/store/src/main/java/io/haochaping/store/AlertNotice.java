package io.haochaping.store;

/** Something a person must look at; its id names kind and subject. */
public record AlertNotice(String kind, String subject, String messageZh, String messageEn) {
    public String id() {
        return kind + "/" + subject;
    }
}
