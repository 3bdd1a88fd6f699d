package io.haochaping.domain.personal;

/** What in a text names or reaches a person, and the words that stand in its place. Where two meet, the earlier one holds. */
public enum PersonalKind {
    EMAIL("email", "[邮箱]"),
    /** Of a resident: 18 characters, or 15 digits of the old form. */
    IDENTITY("identity", "[身份证号]"),
    /** Of a bank. */
    CARD("card", "[银行卡号]"),
    MOBILE("mobile", "[手机号]"),
    LANDLINE("landline", "[座机号]"),
    /** Of a vehicle. */
    PLATE("plate", "[车牌号]"),
    /** Down to a house, building or room. */
    ADDRESS("address", "[地址]"),
    NAME("name", "[姓名]");

    private final String code;
    private final String mask;

    PersonalKind(String code, String mask) {
        this.code = code;
        this.mask = mask;
    }

    public String code() {
        return code;
    }

    /** What is written instead. Nothing personal is found in it again. */
    public String mask() {
        return mask;
    }
}
