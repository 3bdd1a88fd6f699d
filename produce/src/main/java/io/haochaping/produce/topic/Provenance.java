package io.haochaping.produce.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The header that says where a record comes from: {@code <file>/<mapping>/<line>}, ASCII. File and mapping are the first 32 and 8 hexadecimal digits of the SHA-256 of their
 * bytes, the line is that where the record begins.
 */
record Provenance(String file, String mapping, long line) {
    static final String HEADER = "haochaping-produced-from";

    private static final int FILE_DIGITS = 32;
    private static final int MAPPING_DIGITS = 8;

    static Provenance of(String fileDigest, String mappingDigest, long line) {
        return new Provenance(fileDigest.substring(0, FILE_DIGITS), mappingDigest.substring(0, MAPPING_DIGITS), line);
    }

    byte[] bytes() {
        return (file + "/" + mapping + "/" + line).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty where the header is not there, or was not written by this command. */
    static Optional<Provenance> in(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String[] parts = new String(header.value(), StandardCharsets.US_ASCII).split("/", -1);
        boolean whole = parts.length == 3 && parts[2].matches("\\d{1,18}");
        return whole ? Optional.of(new Provenance(parts[0], parts[1], Long.parseLong(parts[2]))) : Optional.empty();
    }
}
