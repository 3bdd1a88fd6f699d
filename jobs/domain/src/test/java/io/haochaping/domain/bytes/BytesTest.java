package io.haochaping.domain.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void integersComeBack(long value) {
        ByteWriter out = new ByteWriter(0);
        out.writeUnsigned(value).writeSigned(value).writeSigned(-value).writeLong(value);
        out.writeInt((int) value).writeByte((int) value);

        ByteReader in = new ByteReader(out.toBytes());
        assertThat(in.readUnsigned()).isEqualTo(value);
        assertThat(in.readSigned()).isEqualTo(value);
        assertThat(in.readSigned()).isEqualTo(-value);
        assertThat(in.readLong()).isEqualTo(value);
        assertThat(in.readInt()).isEqualTo((int) value);
        assertThat(in.readByte()).isEqualTo((int) value & 0xFF);
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void smallNumbersOfEitherSignTakeOneByte() {
        assertThat(new ByteWriter(0).writeUnsigned(127).length()).isEqualTo(1);
        assertThat(new ByteWriter(0).writeSigned(-64).length()).isEqualTo(1);
        assertThat(new ByteWriter(0).writeSigned(64).length()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 43, 127, 128, 129, 300, 20_000})
    void textsOfAnyLengthAndScriptComeBack(int length) {
        String plain = "x".repeat(length);
        String chinese = "差".repeat(length);
        String lateChinese = plain + "评😀";
        ByteWriter out = new ByteWriter(0);
        out.writeString(plain).writeString(chinese).writeString(lateChinese).writeByte(7);

        Symbols symbols = new Symbols(16);
        ByteReader in = new ByteReader(out.toBytes());
        assertThat(in.readText()).isEqualTo(plain);
        assertThat(in.readString(symbols)).isEqualTo(chinese);
        assertThat(in.readText()).isEqualTo(lateChinese);
        assertThat(in.readByte()).isEqualTo(7);
    }

    @Test
    void aReaderKeepsToItsRange() {
        byte[] bytes = {1, 2, 3, 4, 5};
        ByteReader in = new ByteReader().reset(bytes, 1, 3);

        assertThat(in.readBytes(2)).containsExactly(2, 3);
        assertThat(in.position()).isEqualTo(3);
        assertThat(in.hasMore()).isTrue();
        assertThat(in.readByte()).isEqualTo(4);
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void anIntegerOfMoreThanTenBytesIsRefused() {
        byte[] endless = new byte[12];
        java.util.Arrays.fill(endless, (byte) 0x80);

        assertThatThrownBy(() -> new ByteReader(endless).readUnsigned()).hasMessageContaining("ten bytes");
    }

    @Test
    void aWriterCanBeUsedAgain() {
        ByteWriter out = new ByteWriter(4).writeString("first");

        assertThat(out.clear().writeByte(9).toBytes()).containsExactly(9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSymbolIsAlwaysTheTextOfItsBytes(long seed) {
        Random random = new Random(seed);
        Symbols symbols = new Symbols(8);
        for (int i = 0; i < 50_000; i++) {
            String text = anyText(random);
            byte[] encoded = ("..." + text).getBytes(StandardCharsets.UTF_8);

            assertThat(symbols.at(encoded, 3, encoded.length - 3)).isEqualTo(text);
        }
    }

    @Test
    void aTextThatComesAgainIsTheSameObject() {
        Symbols symbols = new Symbols(16);
        byte[] code = "11440100007482532L".getBytes(StandardCharsets.UTF_8);

        assertThat(symbols.at(code, 0, code.length)).isSameAs(symbols.at(code.clone(), 0, code.length));
    }

    private static String anyText(Random random) {
        String alphabet = "ab0差\u0000";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(50) == 0 ? 120 : 4);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
