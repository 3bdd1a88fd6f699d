package io.haochaping.domain.record;

/**
 * What a record says of the limits of its case, as codes of {@link TimeLimit}. A fact that was read before limits were looked at has none of this, and gives
 * none of the figures that ask for them: what was never counted must not be taken back.
 */
public record CaseLimits(int promised, int statutory) {
    /** Read, and nothing was sent. */
    public static final CaseLimits NONE = new CaseLimits(TimeLimit.NOT_SENT, TimeLimit.NOT_SENT);

    public static CaseLimits of(int promised, int statutory) {
        return promised == TimeLimit.NOT_SENT && statutory == TimeLimit.NOT_SENT
                ? NONE
                : new CaseLimits(promised, statutory);
    }

    boolean saysNothing() {
        return promised == TimeLimit.NOT_SENT && statutory == TimeLimit.NOT_SENT;
    }
}
