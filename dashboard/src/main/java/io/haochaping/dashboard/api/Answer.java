package io.haochaping.dashboard.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A finished answer. */
public final class Answer {
    public static final String JSON = "application/json";
    static final String CSV = "text/csv;charset=utf-8";

    /** Below this, packing saves no packet of the network. */
    private static final int WORTH_PACKING = 1_400;

    private final byte[] body;
    private final String contentType;
    private final Optional<String> tag;
    private final Optional<String> fileName;
    private final boolean worthPacking;
    private volatile byte[] packed;

    /**
     * @param tag for ETag, quoted; empty: never to be cached
     * @param fileName under which a browser should save it; empty: it should show it
     */
    public Answer(byte[] body, String contentType, Optional<String> tag, Optional<String> fileName) {
        this.body = body;
        this.contentType = contentType;
        this.tag = tag;
        this.fileName = fileName;
        this.worthPacking =
                tag.isPresent() && body.length >= WORTH_PACKING && !contentType.matches("image/png|font/.*");
    }

    public byte[] body() {
        return body;
    }

    public String contentType() {
        return contentType;
    }

    public Optional<String> tag() {
        return tag;
    }

    public Optional<String> fileName() {
        return fileName;
    }

    /** The tag of the packed form: a form of other bytes has a tag of its own. */
    public Optional<String> packedTag() {
        return tag.map(plain -> plain.substring(0, plain.length() - 1) + "-gzip\"");
    }

    /** Whether the packed form is kept and worth its trouble: what is never asked again is not packed, nor what is packed by its nature. */
    public boolean isWorthPacking() {
        return worthPacking;
    }

    /** By gzip; made once, for all who ask until the next cut. Two at a time may make it twice, which costs less than waiting. */
    public byte[] packed() {
        byte[] known = packed;
        if (known == null) {
            known = pack();
            packed = known;
        }
        return known;
    }

    private byte[] pack() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 8);
        try (GZIPOutputStream out = new Quick(bytes)) {
            out.write(body);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return bytes.toByteArray();
    }

    /** Tables of numbers are an eighth by the quickest way, and a tenth by the best, which takes five times as long. */
    private static final class Quick extends GZIPOutputStream {
        Quick(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
