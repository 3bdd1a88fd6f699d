package io.haochaping.stack;

/** Takes what a person who waits should know, in both languages, and shows one of them. */
@FunctionalInterface
public interface Announcer {
    void say(String english, String chinese);
}
