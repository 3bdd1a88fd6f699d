package io.haochaping.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes bad inputs of good ones. An input follows from seed and number alone, so that one is made again without those before it. */
final class Mutator {
    private static final int LONGEST_NOISE = 300;
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_PIECE = 60;
    private static final int DEEP = 3_000;
    private static final byte[] HUGE_VARINT = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    private static final byte[] ENDLESS_VARINT = {-128, -128, -128, -128, -128, -128, -128, -128, -128, -128, -128, 0};

    /** What readers of text stumble over: YAML, JSON, CSV, numbers, times, encodings. */
    private static final List<byte[]> STRANGE = List.of(
            utf8("\""),
            utf8("\"\"\""),
            utf8("'"),
            utf8(","),
            utf8("\n"),
            utf8("\r"),
            utf8("\r\n"),
            utf8("\0"),
            utf8("\t"),
            utf8("\uFEFF"),
            utf8("{"),
            utf8("}"),
            utf8("["),
            utf8("]"),
            utf8("\\u"),
            utf8("\\ud800"),
            utf8("null"),
            utf8("~"),
            utf8("NaN"),
            utf8(".nan"),
            utf8("-0"),
            utf8("-1"),
            utf8("1e999"),
            utf8("1e9999999999"),
            utf8("9".repeat(400)),
            utf8("0x7fffffffffffffff"),
            utf8("9223372036854775808"),
            utf8("&a [*a, *a]"),
            utf8("*a"),
            utf8("!!java.net.URL x"),
            utf8("? "),
            utf8("- "),
            utf8(": "),
            utf8("|\n"),
            utf8(">\n"),
            utf8("<<: "),
            utf8("%YAML 9"),
            utf8("---\n"),
            utf8("...\n"),
            utf8(" ".repeat(300)),
            utf8("2026-02-30"),
            utf8("2026-02-30 25:61:61"),
            utf8("+26-10"),
            utf8("9999999999999-01-01"),
            utf8("kind: rating\n"),
            utf8("constant: ["),
            utf8("time: yyyy"),
            utf8("time: QQQQ"),
            utf8("codes: {a: b}\n"),
            utf8("live"),
            utf8("live.live.live: x\n"),
            utf8("kafka: []\n"),
            utf8("expected-channels: [web, \"\", 'a b', hall]\n"),
            utf8("\u202e"),
            utf8("\u200b"),
            utf8("\ud83d\ude00"),
            utf8("e\u0301\u0301\u0301"),
            utf8("$" + "{HOME}"),
            utf8("[".repeat(DEEP)),
            utf8("{\"a\":".repeat(DEEP)),
            utf8("{a: ".repeat(DEEP)),
            utf8("- ".repeat(DEEP)),
            utf8("a: &a [" + "*a,".repeat(100) + "]\n"),
            "好差评".getBytes(Charset.forName("GB18030")),
            "\u9357\u5317".getBytes(Charset.forName("GBK")),
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            new byte[] {(byte) 0x81},
            HUGE_VARINT,
            ENDLESS_VARINT);

    private final long seed;
    private final List<byte[]> good;

    Mutator(long seed, List<byte[]> good) {
        this.seed = seed;
        this.good = List.copyOf(good);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The input of this number; every fiftieth is noise, a few are good ones as they are. */
    byte[] input(long number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        if (random.nextInt(50) == 0) {
            byte[] noise = new byte[random.nextInt(LONGEST_NOISE)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] input = any(random);
        for (int changes = random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            input = changed(input, random);
        }
        return input;
    }

    private byte[] any(SplittableRandom random) {
        return good.get(random.nextInt(good.size()));
    }

    private byte[] changed(byte[] input, SplittableRandom random) {
        if (input.length == 0) {
            return STRANGE.get(random.nextInt(STRANGE.size()));
        }
        int at = random.nextInt(input.length);
        int to = Math.min(input.length, at + 1 + random.nextInt(LONGEST_PIECE));
        return switch (random.nextInt(12)) {
            case 0, 1 -> flipped(input, at, 1 << random.nextInt(8));
            case 2 -> flipped(input, at, random.nextInt(256));
            case 3 -> Arrays.copyOf(input, at);
            case 4 -> Arrays.copyOf(input, input.length + 1 + random.nextInt(16));
            // A length, or any other number, becomes another one.
            case 5 -> spliced(input, at, at + 1, varint(random.nextLong() >> random.nextInt(64)));
            case 6 -> spliced(input, at, at + 1, random.nextBoolean() ? HUGE_VARINT : ENDLESS_VARINT);
            case 7 -> spliced(input, at, random.nextBoolean() ? at : to, STRANGE.get(random.nextInt(STRANGE.size())));
            // What stands there stands there twice, or is gone.
            case 8 -> spliced(input, to, to, Arrays.copyOfRange(input, at, to));
            case 9 -> spliced(input, at, to, new byte[0]);
            case 10 -> header(input, random);
            default -> joined(input, at, any(random), random);
        };
    }

    private static byte[] flipped(byte[] input, int at, int bits) {
        byte[] flipped = input.clone();
        flipped[at] ^= (byte) bits;
        return flipped;
    }

    /** The head of one and the tail of another. */
    private static byte[] joined(byte[] head, int at, byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length + 1);
        return spliced(head, at, head.length, Arrays.copyOfRange(other, from, other.length));
    }

    /** Ten bytes of single-object encoding become the five of a registry with an id that nobody knows, or the other way round. */
    private static byte[] header(byte[] input, SplittableRandom random) {
        byte[] header = new byte[random.nextBoolean() ? 5 : 10];
        random.nextBytes(header);
        if (header.length == 5) {
            header[0] = 0;
            return spliced(input, 0, Math.min(input.length, 10), header);
        }
        header[0] = (byte) 0xC3;
        header[1] = 1;
        return spliced(input, 0, Math.min(input.length, 5), header);
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + instead.length);
        out.write(input, 0, from);
        out.writeBytes(instead);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    /** As Avro writes a long. */
    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(10);
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }
}
