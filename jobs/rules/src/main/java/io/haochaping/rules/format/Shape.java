package io.haochaping.rules.format;

import io.haochaping.rules.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may stand behind a key of a rules file. The reader and the schema for editors are both made from it, so that they cannot differ. */
public sealed interface Shape {
    /** What to write, for somebody who wrote something else. */
    Words remedy();

    /** One of a few words, each with what it means. */
    record Choice(Map<String, Words> options) implements Shape {
        @Override
        public Words remedy() {
            String names = String.join(", ", options.keySet());
            return new Words("请填写其中之一：" + names, "write one of " + names);
        }
    }

    record Whole(int least, int most) implements Shape {
        @Override
        public Words remedy() {
            return new Words(
                    "请填写 " + least + " 至 " + most + " 的整数", "write a whole number from " + least + " to " + most);
        }
    }

    /** A number with decimals, as it is written. */
    record Points(int least, int most) implements Shape {
        @Override
        public Words remedy() {
            return new Words("请填写 " + least + " 至 " + most + " 的数", "write a number from " + least + " to " + most);
        }
    }

    /** Text of a form; digits among it must be quoted, or YAML takes the zeros in front off them. */
    record Text(String pattern, int longest, Words form) implements Shape {
        @Override
        public Words remedy() {
            return form;
        }
    }

    /** A day, {@code 2021-05-01}. */
    record Day() implements Shape {
        @Override
        public Words remedy() {
            return new Words("请填写日期，如 2021-05-01", "write a day such as 2021-05-01");
        }
    }

    /** The word true: what is not so is left out. */
    record Yes() implements Shape {
        @Override
        public Words remedy() {
            return new Words("请写 true，否则删除该键", "write true, or remove the key");
        }
    }

    /** At least one, no two alike. */
    record ListOf(Shape element) implements Shape {
        @Override
        public Words remedy() {
            return new Words("请写成列表：[甲, 乙]，或每行一个短横线", "write a list: [first, second], or one line with a hyphen each");
        }
    }

    /** Keys and what stands behind them. */
    record Section(Map<String, Field> fields) implements Shape {
        static Section of(Field... fields) {
            Map<String, Field> byKey = new LinkedHashMap<>();
            for (Field field : fields) {
                byKey.put(field.key(), field);
            }
            return new Section(byKey);
        }

        public List<String> required() {
            return fields.values().stream()
                    .filter(Field::required)
                    .map(Field::key)
                    .toList();
        }

        @Override
        public Words remedy() {
            return new Words("请在其下缩进书写“键: 值”", "write its keys below it, indented");
        }
    }

    /**
     * @param standard what holds where the key is not written; empty for a key that is required or stands for nothing
     */
    record Field(String key, boolean required, Shape shape, Words words, Optional<String> standard) {}
}
