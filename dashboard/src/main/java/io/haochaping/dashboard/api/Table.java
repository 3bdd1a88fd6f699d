package io.haochaping.dashboard.api;

import io.haochaping.dashboard.cut.Snapshot;
import java.io.IOException;
import java.util.List;

/** One table of the API: as JSON, and the same as CSV. */
interface Table {
    /** What may be asked of the JSON form. */
    List<Parameter> parameters();

    /** What may be asked of the CSV form, but for the language; it is whole unless a limit is given. */
    default List<Parameter> csvParameters() {
        return parameters();
    }

    /** Writes all fields of the answer. */
    void json(Json out, Snapshot snapshot, Values values) throws IOException;

    /** Writes the header line and the others. */
    void csv(CsvTable table, Snapshot snapshot, Values values, Language language);

    /** Of a download, without its ending: the path and the cut that its numbers come from. */
    default String fileName(String path, Snapshot snapshot, Values values) {
        return path + "-" + snapshot.cut().epoch();
    }
}
