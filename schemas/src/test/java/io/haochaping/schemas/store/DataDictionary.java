package io.haochaping.schemas.store;

import io.haochaping.schemas.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * Writes docs/data-dictionary.md: every field of the records from their schemas, every column of the views from its comment in the database. Chinese terms of fields
 * stand in {@code haochaping/dictionary/terms.tsv}.
 */
final class DataDictionary {
    private static final String IN_TIME = "_in_time";

    private final boolean chinese;
    private final Map<String, String> terms = terms();

    private DataDictionary(boolean chinese) {
        this.chinese = chinese;
    }

    /** @param schema of a store that is up to date */
    static String page(boolean chinese, String schema) throws SQLException {
        return new DataDictionary(chinese).page(schema);
    }

    private String say(String zh, String en) {
        return chinese ? zh : en;
    }

    private String page(String schema) throws SQLException {
        StringBuilder page = new StringBuilder(say("""
                # 数据字典

                [English](data-dictionary.md) · 本页由 `DataDictionaryTest` 根据 Avro 模式与数据库视图的注释生成，请勿手工修改；测试保证其与二者一致。

                如何计数见 [counting.md](counting.md)，如何使用视图见 [store.zh-CN.md](store.zh-CN.md)。

                ## 主题中的记录

                时间均为自 1970-01-01T00:00Z 起的毫秒数。“默认”是字段未发送时的取值；没有默认值的字段必填。

                """, """
                # Data dictionary

                [中文](data-dictionary.zh-CN.md) · Made by `DataDictionaryTest` out of the Avro schemas and the comments of the views in the database. Do not edit it: the test holds it to both.

                What is counted stands in [counting.md](counting.md), how views are read in [store.md](store.md).

                ## Records in the topics

                Instants are milliseconds since 1970-01-01T00:00Z. A field that is not sent has its standard; one without a standard must be sent.

                """));
        Map<String, Schema> nested = new LinkedHashMap<>();
        List<Schema> records = Arrays.stream(RecordType.values())
                .map(RecordType::newest)
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .toList();
        records.forEach(record -> record(page, record, nested));
        records.forEach(record -> nested.remove(record.getName()));
        new ArrayList<>(nested.values()).forEach(record -> record(page, record, nested));
        page.append(
                say(
                        "## 数据库视图\n\n比率为 0 到 1 的小数。以 `_in_time` 结尾的列是同一指标的及时部分（截止时间之前追加的记录所得）。\n\n",
                        "## Views of the store\n\nRates are fractions from 0 to 1. A column that ends with `_in_time` is the part of the same figure in time: of the records appended before the cut-off.\n\n"));
        views(page, schema);
        return page.toString().stripTrailing() + "\n";
    }

    private void record(StringBuilder page, Schema record, Map<String, Schema> nested) {
        heading(page, record.getName(), term(record.getName()), record.getDoc());
        page.append(say("| 字段 | 中文 | 类型 | 默认 | 英文说明 |\n", "| field | 中文 | type | standard | meaning |\n"))
                .append("|---|---|---|---|---|\n");
        for (Schema.Field field : record.getFields()) {
            String term = terms.getOrDefault(record.getName() + "." + field.name(), term(field.name()));
            row(
                    page,
                    code(field.name()),
                    term,
                    type(field.schema(), nested),
                    field.hasDefaultValue() ? code(standard(field)) : say("必填", "must be sent"),
                    field.doc());
        }
        page.append('\n');
    }

    private static String standard(Schema.Field field) {
        Object standard = field.defaultVal();
        return standard == JsonProperties.NULL_VALUE
                ? "null"
                : standard instanceof String text ? '"' + text + '"' : String.valueOf(standard);
    }

    private String type(Schema schema, Map<String, Schema> nested) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .map(member -> type(member, nested))
                        .collect(Collectors.joining(say(" 或 ", " or ")));
            case ARRAY -> say("列表：", "list of ") + type(schema.getElementType(), nested);
            case MAP -> say("映射：", "map of ") + type(schema.getValueType(), nested);
            case ENUM ->
                schema.getEnumSymbols().stream().map(DataDictionary::code).collect(Collectors.joining(" "));
            case RECORD -> {
                nested.putIfAbsent(schema.getName(), schema);
                // What it holds in turn is to be explained, too.
                schema.getFields().forEach(field -> type(field.schema(), nested));
                yield code(schema.getName());
            }
            case LONG -> schema.getLogicalType() == null ? "long" : say("时间", "instant");
            default -> schema.getType().getName();
        };
    }

    private void views(StringBuilder page, String schema) throws SQLException {
        Map<String, List<String[]>> columns = new TreeMap<>();
        for (String line : Database.rows("""
                select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), replace(col_description(c.oid, a.attnum), '|', '/'),
                    obj_description(c.oid)
                from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = ?::regnamespace and c.relkind = 'v' and starts_with(c.relname, 'v_') and a.attnum > 0
                order by c.relname collate "C", a.attnum
                """, schema)) {
            String[] cells = line.split("\\|");
            columns.computeIfAbsent(cells[0], view -> new ArrayList<>()).add(cells);
        }
        columns.forEach(this.view(page));
    }

    private BiConsumer<String, List<String[]>> view(StringBuilder page) {
        return (view, columns) -> {
            String[] said = parts(columns.get(0)[4]);
            heading(page, view, said[0], said[1]);
            page.append(say("| 列 | 中文 | 类型 | 单位 | 英文说明 |\n", "| column | 中文 | type | unit | meaning |\n"))
                    .append("|---|---|---|---|---|\n");
            List<String> inTime = new ArrayList<>();
            for (String[] column : columns) {
                String[] parts = parts(column[3]);
                if (column[1].endsWith(IN_TIME)) {
                    inTime.add(code(column[1]));
                } else {
                    row(page, code(column[1]), parts[0], column[2], parts[2], parts[1]);
                }
            }
            if (!inTime.isEmpty()) {
                page.append(say("\n另有及时部分：", "\nIn time as well: "))
                        .append(String.join(" ", inTime))
                        .append('\n');
            }
            page.append('\n');
        };
    }

    /** Term, meaning and unit; another test tells which comment is missing. */
    private static String[] parts(String comment) {
        return Arrays.copyOf((comment + " · — · —").split(" · "), 3);
    }

    private static void heading(StringBuilder page, String name, String term, String meaning) {
        page.append("### `")
                .append(name)
                .append("` ")
                .append(term)
                .append("\n\n")
                .append(meaning)
                .append("\n\n");
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String code(String text) {
        return '`' + text + '`';
    }

    private String term(String name) {
        String term = terms.get(name);
        if (term == null) {
            throw new IllegalStateException("terms.tsv has no Chinese term for " + name);
        }
        return term;
    }

    private static Map<String, String> terms() {
        try (InputStream in = DataDictionary.class.getResourceAsStream("/haochaping/dictionary/terms.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1]));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
