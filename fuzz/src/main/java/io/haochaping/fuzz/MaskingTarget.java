package io.haochaping.fuzz;

import io.haochaping.domain.personal.PersonalSpan;
import io.haochaping.domain.personal.PersonalText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Texts of citizens: what is found lies in the text, one span behind the other, and what was masked has nothing of these spans left. */
final class MaskingTarget implements Target {
    private static final List<byte[]> GOOD = Stream.of(
                    "办事人张三，身份证440111199003078515，电话13812345678，住广州市天河区体育东路12号3栋402房。",
                    "窗口的李经理态度不好，我的银行卡6222021234567890128，邮箱 zhang.san@example.com，车牌粤A12345。",
                    "等了两个小时，没有人理。",
                    "My name is Li Lei, call me at +86 138-1234-5678 or 020-87654321.")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();

    private final PersonalText texts = new PersonalText();

    @Override
    public String name() {
        return "masking";
    }

    @Override
    public List<byte[]> good() {
        return GOOD;
    }

    /** Taken: something was found; refused: the text was let through as it is. */
    @Override
    public boolean takes(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<PersonalSpan> found = texts.find(text);
        int end = 0;
        for (PersonalSpan span : found) {
            if (span.from() < end || span.to() <= span.from() || span.to() > text.length()) {
                throw new IllegalStateException("a span that is none: " + span + " behind " + end);
            }
            end = span.to();
        }
        String masked = texts.masked(text);
        if (found.isEmpty() != masked.equals(text)) {
            throw new IllegalStateException(found.size() + " spans found, and masked is: " + masked);
        }
        return !found.isEmpty();
    }

    @Override
    public long asked() {
        return 20_000;
    }
}
