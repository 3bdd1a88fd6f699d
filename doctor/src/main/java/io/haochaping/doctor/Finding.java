package io.haochaping.doctor;

/**
 * One line of the examination.
 *
 * @param what the thing that was looked at, such as {@code kafka.topics}; scripts go by it
 * @param says how it is
 * @param remedy what to do; empty where nothing has to be done
 */
record Finding(String what, Verdict verdict, Text says, Text remedy) {
    static Finding fine(String what, String chinese, String english) {
        return new Finding(what, Verdict.FINE, new Text(chinese, english), Text.NONE);
    }

    static Finding lookHere(String what, Text says, Text remedy) {
        return new Finding(what, Verdict.LOOK_HERE, says, remedy);
    }

    static Finding broken(String what, Text says, Text remedy) {
        return new Finding(what, Verdict.BROKEN, says, remedy);
    }
}
