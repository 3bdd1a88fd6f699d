package io.haochaping.fuzz;

import java.util.List;

/** Something that reads bytes which others wrote. */
interface Target {
    String name();

    /** Good inputs, from which the bad ones are made; not empty. */
    List<byte[]> good();

    /**
     * Reads one input.
     *
     * @return true: it was taken, as a whole or in part; false: it was refused with a reason
     * @throws Exception where the input brought the reader down, or was refused in words that are none
     */
    boolean takes(byte[] input) throws Exception;

    /** How many inputs a minute this must stand on one core of a city's machine (the specification of the project's fuzzing). */
    long asked();
}
