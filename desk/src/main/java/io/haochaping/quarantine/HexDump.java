package io.haochaping.quarantine;

import java.util.ArrayList;
import java.util.List;

/** Bytes as lines of sixteen: offset, hexadecimal, printable ASCII. */
final class HexDump {
    private static final int WIDTH = 16;

    private HexDump() {}

    static List<String> of(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += WIDTH) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = at; i < Math.min(bytes.length, at + WIDTH); i++) {
                int value = bytes[i] & 0xFF;
                hex.append("%02x ".formatted(value));
                text.append(value >= ' ' && value < 127 ? (char) value : '.');
            }
            lines.add("%08x  %-48s |%s|".formatted(at, hex, text));
        }
        return lines;
    }
}
