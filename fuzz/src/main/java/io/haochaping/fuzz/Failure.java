package io.haochaping.fuzz;

/**
 * An input that brought its reader down.
 *
 * @param number of the input under its seed; −1: it came from a file
 */
record Failure(String target, long number, byte[] input, Throwable cause) {}
