package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

class SchemaEvolutionTest {

    private final ReleasedSchema rating = FirstRelease.of(RecordType.RATING);
    private final ReleasedSchema caseEvent = FirstRelease.of(RecordType.CASE_EVENT);

    @Test
    void aNewFieldWithADefaultIsWelcome() {
        Schema later = draft(rating)
                .with("{\"name\": \"queue\", \"type\": \"string\", \"default\": \"\"}")
                .schema();

        assertThatChange(rating, later).isEmpty();
    }

    @Test
    void aNewSymbolIsWelcomeWhereTheEnumHasADefault() {
        SchemaDraft draft = draft(caseEvent);
        symbols(draft).add("WITHDRAWN");

        assertThatChange(caseEvent, draft.schema()).isEmpty();
    }

    @Test
    void aNewFieldWithoutADefaultIsRefused() {
        Schema later = draft(rating)
                .with("{\"name\": \"queue\", \"type\": \"string\"}")
                .schema();

        assertThatChange(rating, later)
                .anyMatch(
                        line -> line.startsWith("Breaks rating v1: Rating.queue is new and has no default. Give it a"))
                .anyMatch(line -> line.contains("READER_FIELD_MISSING_DEFAULT_VALUE at Rating.queue"));
    }

    @Test
    void aRenamedFieldIsRefused() {
        SchemaDraft draft = draft(rating);
        draft.field("level").put("name", "satisfaction");

        assertThatChange(rating, draft.schema())
                .anyMatch(
                        line -> line.contains("Rating.level is gone (removed or renamed). Put it back under its name"))
                .anyMatch(line -> line.contains("Rating.satisfaction is new and has no default"));
    }

    @Test
    void aRenameThatAvroTakesBecauseBothNamesHaveDefaultsIsRefused() {
        SchemaDraft draft = draft(rating);
        draft.field("venue").put("name", "site");

        assertThat(avroTakes(draft.schema(), rating.schema())).isTrue();
        assertThatChange(rating, draft.schema())
                .singleElement()
                .asString()
                .contains("Rating.venue is gone (removed or renamed)");
    }

    @Test
    void aRemovedFieldIsRefused() {
        assertThatChange(rating, draft(rating).without("tags").schema())
                .anyMatch(line -> line.contains("Rating.tags is gone"));
    }

    @Test
    void aRemovedSymbolIsRefusedThoughAvroReadsItAsTheDefault() {
        SchemaDraft draft = draft(caseEvent);
        symbols(draft).remove(2);

        assertThat(avroTakes(draft.schema(), caseEvent.schema())).isTrue();
        assertThatChange(caseEvent, draft.schema())
                .anyMatch(
                        line -> line.contains(
                                "CaseEvent.kind has lost the symbol SERVED. Put it back: records that carry it would silently read as UNKNOWN"));
    }

    @Test
    void anEnumDefaultStaysWhatItIs() {
        SchemaDraft draft = draft(caseEvent);
        ((ObjectNode) draft.field("kind").get("type")).put("default", "ACCEPTED");

        assertThatChange(caseEvent, draft.schema())
                .anyMatch(line -> line.contains("CaseEvent.kind has the enum default ACCEPTED instead of UNKNOWN"));
    }

    @Test
    void aChangedTypeIsRefused() {
        SchemaDraft draft = draft(rating);
        draft.field("level").put("type", "int");

        assertThatChange(rating, draft.schema())
                .anyMatch(line -> line.contains("Rating.level has the type INT instead of STRING. Keep its type"))
                .anyMatch(line -> line.contains("TYPE_MISMATCH at Rating.level"));
    }

    @Test
    void aWiderNumberIsRefusedForItsOlderReaders() {
        SchemaDraft draft = draft(rating);
        draft.field("ordinal").put("type", "long");

        assertThatChange(rating, draft.schema())
                .anyMatch(line -> line.contains("Rating.ordinal has the type LONG instead of INT"))
                .anyMatch(
                        line -> line.contains("rating v1 cannot read the new schema: TYPE_MISMATCH at Rating.ordinal"));
    }

    @Test
    void anotherUnitOfTimeIsRefusedThoughAvroDoesNotLookAtIt() {
        SchemaDraft draft = draft(rating);
        ((ObjectNode) draft.field("ratedAt").get("type")).put("logicalType", "timestamp-micros");

        assertThat(avroTakes(draft.schema(), rating.schema())).isTrue();
        assertThatChange(rating, draft.schema())
                .anyMatch(line -> line.contains(
                        "Rating.ratedAt has the logical type timestamp-micros instead of timestamp-millis"));
    }

    @Test
    void anotherDefaultIsRefusedThoughAvroDoesNotLookAtIt() {
        SchemaDraft draft = draft(rating);
        draft.field("ordinal").put("default", 0);

        assertThat(avroTakes(draft.schema(), rating.schema())).isTrue();
        assertThatChange(rating, draft.schema())
                .anyMatch(line -> line.contains("Rating.ordinal has another default. Keep the default"));
    }

    @Test
    void aDefaultThatIsTakenAwayIsRefused() {
        SchemaDraft draft = draft(rating);
        draft.field("venue").remove("default");

        assertThatChange(rating, draft.schema()).anyMatch(line -> line.contains("Rating.venue has another default"));
    }

    @Test
    void aChangeInsideANestedRecordIsNamedByItsPath() {
        SchemaDraft draft = draft(rating);
        ObjectNode personal = (ObjectNode) draft.field("personal").get("type").get(1);
        ((ArrayNode) personal.get("fields")).remove(3);

        assertThatChange(rating, draft.schema()).anyMatch(line -> line.contains("Rating.personal.device is gone"));
    }

    @Test
    void aNewUnionBranchIsRefusedForItsOlderReaders() {
        SchemaDraft draft = draft(rating);
        ((ArrayNode) draft.field("acceptedAt").get("type")).add("string");

        assertThatChange(rating, draft.schema())
                .anyMatch(line -> line.contains(
                        "Rating.acceptedAt has the union branches [null, long, string] instead of [null, long]"));
    }

    @Test
    void anotherNameOfTheRecordIsRefused() {
        assertThatChange(rating, draft(rating).named("Review").schema())
                .anyMatch(
                        line -> line.contains("Rating is named io.haochaping.Review instead of io.haochaping.Rating"));
    }

    private static SchemaDraft draft(ReleasedSchema released) {
        return SchemaDraft.of(released.schema());
    }

    private static ArrayNode symbols(SchemaDraft draft) {
        return (ArrayNode) draft.field("kind").get("type").get("symbols");
    }

    private static boolean avroTakes(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getCompatibility()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static ListAssert<String> assertThatChange(ReleasedSchema released, Schema later) {
        return assertThat(SchemaEvolution.violations(released, later));
    }
}
