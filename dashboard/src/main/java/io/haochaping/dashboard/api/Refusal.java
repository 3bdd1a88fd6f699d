package io.haochaping.dashboard.api;

/** A request that is not answered, told in a sentence of both languages. There is no stack trace: the request is to be mended, not the code. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is, for programs. */
    public enum Code {
        UNKNOWN_PARAMETER("unknown-parameter", 400),
        BAD_PARAMETER("bad-parameter", 400),
        REPEATED_PARAMETER("repeated-parameter", 400),
        UNREADABLE_QUERY("unreadable-query", 400),
        BAD_REQUEST("bad-request", 400),
        UNKNOWN_HOST("unknown-host", 421),
        NOT_FOUND("not-found", 404),
        NO_SUCH_CUT("no-such-cut", 404),
        METHOD_NOT_ALLOWED("method-not-allowed", 405),
        NOT_ACCEPTABLE("not-acceptable", 406),
        TOO_MANY_STREAMS("too-many-streams", 503),
        NO_CUT_YET("no-cut-yet", 503),
        NO_STORE("no-store", 503),
        INTERNAL("internal", 500);

        private final String word;
        private final int status;

        Code(String word, int status) {
            this.word = word;
            this.status = status;
        }

        public String word() {
            return word;
        }

        public int status() {
            return status;
        }
    }

    private final Code code;
    private final String chinese;
    private final String parameter;

    /** @param parameter that is meant; null: none */
    public Refusal(Code code, String parameter, String english, String chinese) {
        super(english, null, false, false);
        this.code = code;
        this.chinese = chinese;
        this.parameter = parameter;
    }

    public Code code() {
        return code;
    }

    public String english() {
        return getMessage();
    }

    public String chinese() {
        return chinese;
    }

    public String parameter() {
        return parameter;
    }
}
