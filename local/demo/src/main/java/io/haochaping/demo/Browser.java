package io.haochaping.demo;

import java.io.IOException;
import java.util.List;

/** The user's own, asked as the desktop asks it. Without one, nothing happens: the address stands on the terminal. */
final class Browser {

    private Browser() {}

    static void open(String address) {
        for (String opener : List.of("xdg-open", "open")) {
            try {
                new ProcessBuilder(opener, address)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return;
            } catch (IOException noSuchProgram) {
                // The next one, or none.
            }
        }
    }
}
