package io.haochaping.kit.kafka;

/** The message at the bottom of a chain of causes: the ones above only say that something failed. */
final class FirstReason {
    private FirstReason() {}

    static String of(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        return reason.getMessage() == null || reason.getMessage().isBlank()
                ? reason.getClass().getSimpleName()
                : reason.getMessage();
    }
}
