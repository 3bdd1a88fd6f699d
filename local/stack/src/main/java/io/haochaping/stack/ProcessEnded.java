package io.haochaping.stack;

/** A process ended by itself where it was still to do something; the message holds its exit code and what it wrote last. */
final class ProcessEnded extends StackFailure {

    ProcessEnded(String message) {
        super(message);
    }
}
