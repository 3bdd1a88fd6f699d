package io.haochaping.doctor;

/** Room on a disk, in words. */
final class Space {
    private static final double LITTLE = 0.15;
    private static final double NONE = 0.03;

    private Space() {}

    /**
     * @param free bytes
     * @param total bytes
     */
    static Finding finding(String what, String where, long free, long total) {
        double share = total == 0 ? 0 : (double) free / total;
        String room = free / (1L << 30) + " GiB";
        long percent = Math.round(100 * share);
        Text says = new Text(
                where + "：剩余 " + room + "（" + percent + "%）", where + ": " + room + " free (" + percent + " %)");
        Text remedy = new Text(
                "扩容；来源主题从不删除记录，可启用分层存储", "add room; source topics never lose a record, tiered storage can take them");
        if (share < NONE) {
            return Finding.broken(what, says, remedy);
        }
        return share < LITTLE ? Finding.lookHere(what, says, remedy) : new Finding(what, Verdict.FINE, says, Text.NONE);
    }
}
