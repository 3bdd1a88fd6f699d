package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Ports that stay with a folder, so that what was configured against a server finds it after a restart. */
final class RememberedPorts {

    private RememberedPorts() {}

    /** The ports of last time where nobody else listens on them by now; else fresh ones. */
    static List<Integer> in(Path folder, int count) {
        Path file = folder.resolve("ports");
        try {
            if (Files.exists(file)) {
                List<Integer> last =
                        Files.readAllLines(file).stream().map(Integer::valueOf).toList();
                if (last.size() == count && last.stream().noneMatch(Ports::answers)) {
                    return last;
                }
            }
            List<Integer> fresh = Ports.free(count);
            Files.writeString(file, fresh.stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")));
            return fresh;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
