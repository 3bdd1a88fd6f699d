package io.haochaping.chaos;

import java.nio.charset.StandardCharsets;

/**
 * Reads what a PostgreSQL server answers on one connection and tells when a transaction that inserted a row has been committed: CommandComplete (type {@code C}, length, tag) of
 * {@code INSERT} and then of {@code COMMIT}. A message may come in pieces.
 */
final class CommitWatch {
    private static final byte[] INSERT = {'C', 0, 0, 0, 15, 'I', 'N', 'S', 'E', 'R', 'T', ' ', '0', ' ', '1', 0};
    private static final byte[] COMMIT = {'C', 0, 0, 0, 11, 'C', 'O', 'M', 'M', 'I', 'T', 0};

    private byte[] seen = new byte[0];
    private boolean inserted;

    /** Whether a commit behind an insert ends in this piece. */
    boolean committedWrites(byte[] piece, int length) {
        String text = new String(seen, StandardCharsets.ISO_8859_1)
                + new String(piece, 0, length, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (true) {
            int insert = text.indexOf(text(INSERT), from);
            int commit = text.indexOf(text(COMMIT), from);
            if (commit >= 0 && (insert < 0 || commit < insert)) {
                from = commit + COMMIT.length;
                if (inserted) {
                    inserted = false;
                    keep(text, from);
                    return true;
                }
            } else if (insert >= 0) {
                inserted = true;
                from = insert + INSERT.length;
            } else {
                keep(text, from);
                return false;
            }
        }
    }

    /** The beginning of a message may be all that has come so far. */
    private void keep(String text, int from) {
        int start = Math.max(from, text.length() - INSERT.length + 1);
        seen = text.substring(Math.min(start, text.length())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }
}
