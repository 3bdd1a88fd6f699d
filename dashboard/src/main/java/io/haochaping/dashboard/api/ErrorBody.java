package io.haochaping.dashboard.api;

/** A refusal as JSON. */
public final class ErrorBody {
    private ErrorBody() {}

    public static byte[] of(Refusal refusal) {
        return Json.object(out ->
                out.object("error", error -> error.field("code", refusal.code().word())
                        .field("message", refusal.english())
                        .field("messageZh", refusal.chinese())
                        .field("parameter", refusal.parameter())));
    }
}
