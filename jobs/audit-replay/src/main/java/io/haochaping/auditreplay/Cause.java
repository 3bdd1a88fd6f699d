package io.haochaping.auditreplay;

/** Why a row is not what the replay makes of the records. */
record Cause(Kind kind, Text text) {
    enum Kind {
        CHANGED_OUTSIDE("changed-outside-the-committer"),
        MISSING_RECORDS("missing-records"),
        DECISIONS("decision-set-differs"),
        CODE_VERSION("code-version-differs"),
        UNEXPLAINED("unexplained-code-difference");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** As a machine reads it. */
        String code() {
            return code;
        }
    }
}
