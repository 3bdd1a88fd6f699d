package io.haochaping.produce.say;

/** What is said to an operator, in both languages. Holds nothing of a line's content, so that it may stand in a log. */
public record Sentence(String english, String chinese) {
    public static Sentence of(String english, String chinese) {
        return new Sentence(english, chinese);
    }

    public String in(Language language) {
        return language == Language.CHINESE ? chinese : english;
    }
}
