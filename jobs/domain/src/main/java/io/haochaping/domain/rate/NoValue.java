package io.haochaping.domain.rate;

/** Why a rate has no value. Neither is 0 %, and one is not the other. */
public enum NoValue {
    /** Nothing happened that could be counted. */
    NO_CASES,
    /** There are cases, but the deadline of none has come. */
    NO_DUE_CASES
}
