package io.haochaping.produce.input;

import io.haochaping.produce.say.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An input that is read once, from its beginning. The same bytes give the same lines under the same numbers. */
public interface Rows extends Closeable {
    /**
     * The next line; empty at the end.
     *
     * @throws Refusal where nothing behind this point can be read either
     */
    Optional<Line> next() throws IOException, Refusal;

    /** The names of the columns where the format says them beforehand (CSV, Avro); empty: each line has its own. */
    Optional<List<String>> columns();

    /** How many bytes of the file have been read: for progress, never for a decision. */
    long bytesRead();
}
