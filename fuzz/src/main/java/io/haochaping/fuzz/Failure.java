package io.haochaping.fuzz;

import java.util.Arrays;

/**
 * An input that brought its reader down.
 *
 * @param number of the input under its seed; −1: it came from a file
 */
record Failure(String target, long number, byte[] input, Throwable cause) {
    private static final String OURS = "io.haochaping.";
    private static final int LONGEST_MESSAGE = 300;

    /** What happened and where: enough to look, and the input tells the rest. */
    String sentence() {
        String place = Arrays.stream(cause.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS)
                        && !frame.getClassName().startsWith(Failure.class.getPackageName()))
                .findFirst()
                .or(() -> Arrays.stream(cause.getStackTrace()).findFirst())
                .map(frame -> " in 位于 " + frame.getClassName() + "." + frame.getMethodName() + " line 行 "
                        + frame.getLineNumber())
                .orElse("");
        return target + ": brought down 出错: " + cause.getClass().getSimpleName() + said() + place;
    }

    private String said() {
        String message = cause.getMessage() == null ? "" : cause.getMessage().replaceAll("\\p{Cntrl}", " ");
        return message.isBlank() ? "" : " (" + message.substring(0, Math.min(LONGEST_MESSAGE, message.length())) + ")";
    }
}
