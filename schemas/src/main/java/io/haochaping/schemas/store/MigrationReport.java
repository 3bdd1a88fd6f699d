package io.haochaping.schemas.store;

import java.util.List;

/**
 * What a migration did.
 *
 * @param applied number of migrations that ran; 0: the store was up to date
 * @param warnings sentences for the log of the job; the store works for its owner all the same
 */
public record MigrationReport(int applied, List<String> warnings) {

    public MigrationReport {
        warnings = List.copyOf(warnings);
    }
}
