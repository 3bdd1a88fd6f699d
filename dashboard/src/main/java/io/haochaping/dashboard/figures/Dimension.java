package io.haochaping.dashboard.figures;

/** What rows can stand for. */
public enum Dimension {
    DEPARTMENT("department") {
        @Override
        int of(long key) {
            return CellKey.department(key);
        }
    },
    VENUE("venue") {
        @Override
        int of(long key) {
            return CellKey.venue(key);
        }
    },
    CHANNEL("channel") {
        @Override
        int of(long key) {
            return CellKey.channel(key);
        }
    };

    private final String word;

    Dimension(String word) {
        this.word = word;
    }

    /** As it stands in parameters and answers. */
    public String word() {
        return word;
    }

    abstract int of(long key);
}
