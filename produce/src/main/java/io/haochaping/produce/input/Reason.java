package io.haochaping.produce.input;

import io.haochaping.produce.say.Sentence;

/** Why a line is not sent. The code stands in the error file and is what scripts look for: never rename one. */
public enum Reason {
    BROKEN_ENCODING(
            "broken-encoding",
            "the bytes are no text in the declared charset; name the right one with --charset",
            "字节不是所声明字符集的文本；请用 --charset 指定正确的字符集"),
    UNCLOSED_QUOTE(
            "unclosed-quote",
            "a quoted field begins here and never ends; the lines behind it are read as lines again",
            "引号字段从此行开始但没有结束；其后的行仍按行读取"),
    STRAY_QUOTE(
            "stray-quote",
            "text stands behind a closing quote; a quote inside a field is written twice",
            "右引号之后还有文字；字段内的引号应写两个"),
    COLUMN_COUNT("column-count", "the line has another number of columns than the header", "列数与表头不一致"),
    BOM_INSIDE(
            "bom-inside",
            "a byte-order mark stands inside the file: files were joined here, and this is the header of the next one",
            "文件中间出现字节顺序标记：此处拼接了多个文件，本行是下一个文件的表头"),
    TOO_LONG("too-long", "the line is longer than 4 MiB; it cannot be meant as one line", "一行超过 4 MiB，不可能是一行数据"),
    NOT_JSON("not-json", "the line is no JSON object", "本行不是 JSON 对象"),
    BROKEN_BLOCK(
            "broken-block",
            "a block of the Avro file cannot be read; what can be read behind it is sent",
            "Avro 文件的一个数据块无法读取；其后可读的记录照常发送"),
    NOT_ONE_VALUE("not-one-value", "the column holds an object, not a value", "该列是对象，不是单个值"),
    MISSING_VALUE("missing-value", "the column is empty, and the field needs a value", "该列为空，而字段必须有值"),
    NOT_A_NUMBER("not-a-number", "not a whole number within the field's range", "不是该字段取值范围内的整数"),
    NOT_A_TIME("not-a-time", "not a time in any of the forms of the mapping", "不符合映射文件给出的任何时间格式"),
    NOT_A_TRUTH("not-a-truth", "neither true nor false, and not in the code table", "既不是真也不是假，且不在代码表中"),
    UNKNOWN_CODE("unknown-code", "not in the code table of the mapping", "不在映射文件的代码表中"),
    LIST_MISMATCH("list-mismatch", "the two lists of a span have different lengths", "起止时间两个列表的长度不同"),
    ROUNDED(
            "rounded-by-spreadsheet",
            "a spreadsheet has rounded this number (such as 4.40112E+17); export the column as text",
            "该编号已被电子表格舍入（如 4.40112E+17）；请将该列以文本格式导出"),
    TOO_LARGE("too-large", "the record is larger than 1 MiB, or than the topic takes", "记录超过 1 MiB，或超过主题允许的大小"),
    UNUSABLE_APPEND_TIME(
            "unusable-append-time", "the first append time lies before 1970 or in the future", "首次写入时间早于 1970 年或在将来");

    private final String code;
    private final Sentence sentence;

    Reason(String code, String english, String chinese) {
        this.code = code;
        this.sentence = Sentence.of(english, chinese);
    }

    public String code() {
        return code;
    }

    public Sentence sentence() {
        return sentence;
    }
}
