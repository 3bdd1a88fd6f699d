package io.haochaping.domain.code;

/** The way a rating or an application came in. The first ten can be the channel of a rating, under their own name. */
public enum Channel {
    WEB("web"),
    MOBILE("mobile"),
    QR("qr"),
    HALL("hall"),
    KIOSK("kiosk"),
    SMS("sms"),
    HOTLINE("hotline"),
    COURIER("courier"),
    PAPER("paper"),
    /** Not given by anybody: the system's rating of a case that was not rated in time. */
    DEFAULT("default"),
    /** Of a case only: applied for online, by whichever way. */
    ONLINE("online"),
    /** Of a case only: applied for in person. */
    ON_SITE("on-site"),
    /** Not sent, or not a code of the declared system. */
    OTHER("other");

    private final String code;

    Channel(String code) {
        this.code = code;
    }

    /** As it stands in rows, topics and files. */
    public String code() {
        return code;
    }
}
