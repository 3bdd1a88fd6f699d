package io.haochaping.intake;

import java.util.Locale;

/** Why a record was refused. The code is a promise to those who read the quarantine: never change one. */
public enum Reason {
    TOO_LARGE("the value is larger than the limit of 1 MiB", "消息体超过 1 MiB 上限"),
    UNDECODABLE("the value is missing or its bytes are no record of the schema they name", "消息体缺失，或其字节不符合所声明的模式"),
    UNKNOWN_SCHEMA(
            "the schema it names is not listed, or was not yet listed when it was appended", "所声明的模式未登记，或在追加时尚未登记"),
    WRONG_TOPIC("this kind of record does not belong on this topic", "此类记录不应出现在该主题"),
    UNKNOWN_KIND("its kind, step or action is not known", "其类别、环节或动作未知"),
    UNDECLARED_CODE_SYSTEM(
            "it declares no code system that we know, so its level cannot be read", "未声明已知的代码体系，无法判读满意度"),
    UNKNOWN_LEVEL("its level is no code of the code system it declares", "满意度代码不属于所声明的代码体系"),
    NO_IDENTITY("it does not say which case, which service or which decision it belongs to", "缺少办件、服务次序或决定的标识"),
    UNUSABLE_TIME("its own time, or on a copied topic its first append time, cannot be read", "自身时间或（复制主题的）首次追加时间无法使用"),
    BEYOND_HORIZON(
            "it was appended longer after its own time than the horizon allows (standard: 62 days)",
            "追加时间晚于自身时间，超过允许期限（标准为 62 天）"),
    FROM_FUTURE(
            "its own time lies further after it was appended than is tolerated (standard: 5 minutes)",
            "自身时间晚于追加时间，超过允许误差（标准为 5 分钟）");

    private final String sentence;
    private final String chinese;

    Reason(String sentence, String chinese) {
        this.sentence = sentence;
        this.chinese = chinese;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String sentence() {
        return sentence;
    }

    public String chinese() {
        return chinese;
    }
}
