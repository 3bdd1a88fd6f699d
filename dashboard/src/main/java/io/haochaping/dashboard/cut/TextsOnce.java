package io.haochaping.dashboard.cut;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that come as bytes and repeat: each is decoded once in a while and found by its bytes from then on. A place holds the last text that fell on it, so that
 * the size is fixed whatever comes.
 */
final class TextsOnce {
    private static final int PLACES = 1 << 15;

    private final byte[][] bytes = new byte[PLACES][];
    private final String[] texts = new String[PLACES];

    /** The next text, behind its length of four bytes. */
    String read(ByteBuffer in) {
        int length = in.getInt();
        int start = in.arrayOffset() + in.position();
        byte[] array = in.array();
        in.position(in.position() + length);
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        byte[] known = bytes[place];
        if (known == null || !Arrays.equals(known, 0, known.length, array, start, start + length)) {
            bytes[place] = Arrays.copyOfRange(array, start, start + length);
            texts[place] = new String(array, start, length, StandardCharsets.UTF_8);
        }
        return texts[place];
    }
}
