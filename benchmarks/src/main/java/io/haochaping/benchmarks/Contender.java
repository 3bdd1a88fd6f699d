package io.haochaping.benchmarks;

/** Who takes part: each in a process of its own, with the same heap. */
enum Contender {
    FOLD("reference fold", "bench_fold", FoldContender.class),
    JOB("Haochaping", "bench_job", JobContender.class);

    private final String label;
    private final String schema;
    private final Class<?> main;

    Contender(String label, String schema, Class<?> main) {
        this.label = label;
        this.schema = schema;
        this.main = main;
    }

    String label() {
        return label;
    }

    /** Where it writes its rows. */
    String schema() {
        return schema;
    }

    String mainClass() {
        return main.getName();
    }
}
