package io.haochaping.dashboard.api;

import io.haochaping.configuration.NearestName;
import io.haochaping.dashboard.api.Refusal.Code;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The parameters of a request, checked; those that nobody set stand at their standard. */
public final class Values {
    private final Map<String, String> values;

    private Values(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param query as it stands in the address behind the question mark; null: none
     * @throws Refusal for a query that is no UTF-8, and for a parameter that is unknown, repeated or not what it may be
     */
    static Values of(String query, List<Parameter> parameters) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                named(name, parameters).check(value);
                if (values.put(name, value) != null) {
                    throw new Refusal(
                            Code.REPEATED_PARAMETER,
                            name,
                            "The parameter " + name + " is given twice: give it once.",
                            "参数 " + name + " 出现两次：只能出现一次。");
                }
            }
        }
        for (Parameter parameter : parameters) {
            if (parameter.standard() != null) {
                values.putIfAbsent(parameter.name(), parameter.standard());
            }
        }
        return new Values(values);
    }

    private static Parameter named(String name, List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return parameter;
            }
        }
        String shown = name.length() > 40 || name.codePoints().anyMatch(Character::isISOControl) ? "…" : name;
        if (parameters.isEmpty()) {
            throw new Refusal(
                    Code.UNKNOWN_PARAMETER,
                    shown,
                    "There is no parameter \"" + shown + "\" here: this path takes none.",
                    "没有参数“" + shown + "”：此路径不接受参数。");
        }
        String nearest =
                NearestName.to(name, parameters.stream().map(Parameter::name).toList());
        throw new Refusal(
                Code.UNKNOWN_PARAMETER,
                shown,
                "There is no parameter \"" + shown + "\" here; the nearest one is " + nearest + ".",
                "没有参数“" + shown + "”；最接近的是 " + nearest + "。");
    }

    /** Percent-encoded UTF-8; a plus is a blank. */
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw unreadable();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c < 128) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                throw unreadable();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw unreadable();
        }
    }

    private static Refusal unreadable() {
        return new Refusal(
                Code.UNREADABLE_QUERY,
                null,
                "The query is no percent-encoded UTF-8: encode every byte that is no letter or digit as % and two hexadecimal digits.",
                "查询串不是百分号编码的 UTF-8：请把字母和数字以外的每个字节写成 % 加两位十六进制数。");
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Of a parameter with a standard. */
    String word(String name) {
        return values.get(name);
    }

    OptionalInt number(String name) {
        String value = values.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    /** Equal for requests that ask the same of a path, but for some parameters. No text: a value can look like two parameters. */
    Object key(String path, Collection<String> without) {
        Map<String, String> others = new TreeMap<>(values);
        others.keySet().removeAll(without);
        return List.of(path, others);
    }
}
