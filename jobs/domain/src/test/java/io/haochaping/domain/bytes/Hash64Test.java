package io.haochaping.domain.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of the published algorithm (XXH64, seed 0 where none is named). */
final class Hash64Test {
    private static final long PRIME32 = 2_654_435_761L;
    private static final long PRIME64 = 0x9E3779B185EBCA8DL;

    @ParameterizedTest
    @CsvSource(
            value = {
                "'', EF46DB3751D8E999",
                "a, D24EC4F1A98C6E5B",
                "abc, 44BC2CF5AD770999",
                "as, 1C330FB2D66BE179",
                "asd, 631C37CE72A97393",
                "asdf, 415872F599CEA71E",
                "'Call me Ishmael. Some years ago--never mind how long precisely-', 02A2E85470D6FD96",
            })
    void publishedTextsHaveTheirPublishedHash(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(Long.toHexString(Hash64.of(bytes, 0, bytes.length, 0)).toUpperCase())
                .isEqualTo(hash.replaceFirst("^0+", ""));
    }

    /** The sanity check that ships with the reference implementation: a generated buffer, prefixes of it, two seeds. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, E934A84ADB052768",
        "1, 2654435761, 5014607643A9B4C3",
        "4, 0, 9136A0DCA57457EE",
        "14, 0, 8282DCC4994E35C8",
        "14, 2654435761, C3BD6BF63DEB6DF0",
        "222, 0, B641AE8CB691C174",
        "222, 2654435761, 20CB8AB7AE10C14A",
    })
    void prefixesOfTheReferenceBufferHaveTheirPublishedHash(int count, long seed, String hash) {
        byte[] bytes = referenceBuffer();

        assertThat(Long.toHexString(Hash64.of(bytes, 0, count, seed)).toUpperCase())
                .isEqualTo(hash);
    }

    @Test
    void onlyTheNamedBytesCount() {
        byte[] bytes = referenceBuffer();
        for (int count = 0; count < 100; count++) {
            byte[] part = Arrays.copyOfRange(bytes, 7, 7 + count);

            assertThat(Hash64.of(bytes, 7, count, 3)).isEqualTo(Hash64.of(part, 0, count, 3));
        }
    }

    private static byte[] referenceBuffer() {
        byte[] bytes = new byte[222];
        long generator = PRIME32;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (generator >>> 56);
            generator *= PRIME64;
        }
        return bytes;
    }
}
