package io.haochaping.domain.row;

/** Asia/Shanghai is UTC+8 without daylight saving since 1992, so a bucket is found by division. */
final class ShanghaiOffset {
    static final long MILLIS = 8 * 3_600_000L;

    private ShanghaiOffset() {}
}
