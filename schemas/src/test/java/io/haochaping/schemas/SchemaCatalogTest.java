package io.haochaping.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaCatalogTest {

    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private final SchemaCatalog catalog = FirstRelease.catalog();

    @Test
    void aSchemaIsFoundByTheFingerprintInAMessage() {
        ReleasedSchema rating = catalog.current(RecordType.RATING);

        assertThat(catalog.byFingerprint(rating.fingerprint())).contains(rating);
        assertThat(rating.knownFrom()).isEqualTo("2015-01-01T00:00:00Z");
        assertThat(catalog.byFingerprint(1)).isEmpty();
    }

    @Test
    void theFingerprintIsTheOneOfTheAvroSpecification() {
        // From Avro's shared test data (schema-tests.txt), which all its languages are held against.
        assertThat(Fingerprints.of(Schema.create(Schema.Type.INT))).isEqualTo(8247732601305521295L);
    }

    @Test
    void everyTypeHasACurrentSchema() {
        for (RecordType type : RecordType.values()) {
            assertThat(type.current())
                    .isSameAs(SchemaCatalog.released().current(type).schema())
                    .isSameAs(type.current());
            assertThat(RecordType.of(type.id())).isEqualTo(type);
            assertThat(type.fileName()).isEqualTo(type.id() + ".avsc");
        }
    }

    @Test
    void anUnknownTypeIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> RecordType.of("ratings"))
                .hasMessageContaining("\"ratings\"")
                .hasMessageContaining("rating, case-event");
    }

    @Test
    void theTextForTheDecisionSetHasOneLinePerReleaseWhateverTheOrderOfAdding() {
        ReleasedSchema extra = ReleasedSchema.of(RecordType.RATING, 2, laterRating("queue"), LATER);
        ReleasedSchema another = ReleasedSchema.of(RecordType.RATING, 3, laterRating("desk"), LATER);

        assertThat(catalog.canonicalText().lines())
                .hasSize(catalog.all().size())
                .startsWith("schema|rating|1|a972b13d28d71b6c|2015-01-01T00:00:00Z");
        assertThat(catalog.with(another).with(extra).canonicalText())
                .isEqualTo(catalog.with(extra).with(another).canonicalText())
                .contains("\nschema|rating|2|")
                .contains(catalog.canonicalText().lines().findFirst().orElseThrow());
    }

    @Test
    void anAddedVersionBecomesCurrentInTheNewCatalogOnly() {
        ReleasedSchema extra = ReleasedSchema.of(RecordType.RATING, 2, laterRating("queue"), LATER);
        SchemaCatalog larger = catalog.with(extra);

        assertThat(larger.byFingerprint(extra.fingerprint())).contains(extra);
        assertThat(larger.current(RecordType.RATING)).isEqualTo(extra);
        assertThat(catalog.byFingerprint(extra.fingerprint())).isEmpty();
        assertThat(catalog.current(RecordType.RATING).version()).isEqualTo(1);
    }

    @Test
    void twoSchemasThatAFingerprintCannotTellApartAreRefused() {
        SchemaDraft draft = SchemaDraft.of(FirstRelease.schema(RecordType.RATING));
        draft.field("ordinal").put("default", 7);
        ReleasedSchema twin = ReleasedSchema.of(RecordType.RATING, 2, draft.schema(), LATER);

        assertThatThrownBy(() -> catalog.with(twin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rating version 1 and rating version 2 share the fingerprint");
    }

    @Test
    void aVersionStandsOnce() {
        ReleasedSchema again = ReleasedSchema.of(RecordType.RATING, 1, laterRating("queue"), LATER);

        assertThatThrownBy(() -> catalog.with(again)).hasMessageContaining("Version 1 of rating stands twice");
    }

    @Test
    void aReleasedSchemaCannotCarryTheFingerprintOfAnother() {
        assertThatThrownBy(() -> new ReleasedSchema(RecordType.TICK, 1, FirstRelease.schema(RecordType.TICK), 5, LATER))
                .hasMessageContaining("tick version 1 has fingerprint 4054699bc14f5cbf, not 0000000000000005");
        assertThatThrownBy(() -> ReleasedSchema.of(RecordType.TICK, 0, FirstRelease.schema(RecordType.TICK), LATER))
                .hasMessageContaining("Version of tick must be 1 or more");
    }

    @Test
    void aChangedFileIsRefusedByName() {
        String changed = FirstRelease.schema(RecordType.TICK).toString().replace("\"partitions\"", "\"count\"");

        assertThatThrownBy(() -> index("tick\t1\t4054699bc14f5cbf\t2015-01-01T00:00:00Z\tv1/tick.avsc", changed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Schema file v1/tick.avsc is not what was released as tick version 1")
                .hasMessageContaining("has fingerprint")
                .hasMessageContaining("a change is a new version");
    }

    @Test
    void aChangedDefaultIsRefusedThoughTheFingerprintIsTheSame() {
        String released = FirstRelease.schema(RecordType.RATING).toString();
        String sha256 = ReleaseIndex.sha256(released.getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> files = Map.of(
                "v1/rating.avsc",
                released.replace("\"default\":1", "\"default\":2").getBytes(StandardCharsets.UTF_8));
        String line = "rating\t1\ta972b13d28d71b6c\t2015-01-01T00:00:00Z\tv1/rating.avsc\t" + sha256;

        assertThatThrownBy(() -> ReleaseIndex.parse(line, files::get).catalog())
                .hasMessageContaining("v1/rating.avsc")
                .hasMessageContaining("the index says " + sha256);
    }

    @Test
    void aFileThatIsNoSchemaIsRefusedByName() {
        assertThatThrownBy(() -> index("tick\t1\t4054699bc14f5cbf\t2015-01-01T00:00:00Z\tv1/tick.avsc", "{"))
                .hasMessageContaining("Schema file v1/tick.avsc");
    }

    @Test
    void aMissingFileAndAnUnreadableLineAreNamed() {
        assertThatThrownBy(() -> ReleaseIndex.parse(
                                "tick\t1\t4054699bc14f5cbf\t2015-01-01T00:00:00Z\tv9/tick.avsc\t00",
                                new HashMap<String, byte[]>()::get)
                        .catalog())
                .hasMessageContaining("/haochaping/avro/v9/tick.avsc is missing");
        assertThatThrownBy(() -> ReleaseIndex.parse("tick\t1", file -> null))
                .hasMessageContaining("six columns")
                .hasMessageContaining("tick\t1");
        assertThatThrownBy(() -> ReleaseIndex.parse("tick\tone\t4054699bc14f5cbf\tx\ty\tz", file -> null))
                .hasMessageContaining("cannot read the line: tick\tone");
    }

    /** A catalog of one file whose SHA-256 is right. */
    private static SchemaCatalog index(String line, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return ReleaseIndex.parse(line + "\t" + ReleaseIndex.sha256(bytes), file -> bytes)
                .catalog();
    }

    private static Schema laterRating(String newField) {
        return SchemaDraft.of(FirstRelease.schema(RecordType.RATING))
                .with("{\"name\": \"" + newField + "\", \"type\": \"string\", \"default\": \"\"}")
                .schema();
    }

    @Test
    void aVersionThatCountsWhereItIsNamedCountsNowhereElse() {
        SchemaCatalog released = SchemaCatalog.released();

        assertThat(RecordType.WORK_ORDER_EVENT.current().getField("severity")).isNull();
        assertThat(RecordType.WORK_ORDER_EVENT.newest().getField("severity")).isNotNull();
        assertThat(released.newest(RecordType.WORK_ORDER_EVENT).counts()).isFalse();
        assertThat(released.canonicalText())
                .as("the decision set of a deployment that names nothing")
                .isEqualTo(catalog.canonicalText());
    }

    @Test
    void namingAVersionAddsOneLineToTheDecisionSet() {
        SchemaCatalog naming = SchemaCatalog.released().naming(NamedVersions.parse("work-order-event|2|2027-01-01"));

        List<String> more = new ArrayList<>(naming.canonicalText().lines().toList());
        assertThat(more.removeAll(catalog.canonicalText().lines().toList())).isTrue();
        assertThat(more)
                .as("midnight in Asia/Shanghai")
                .containsExactly("schema|work-order-event|2|afd035d62782570b|2026-12-31T16:00:00Z");
        assertThat(naming.canonicalText().lines().toList())
                .containsAll(catalog.canonicalText().lines().toList());
        assertThat(naming.current(RecordType.WORK_ORDER_EVENT).version()).isEqualTo(2);
        assertThat(SchemaCatalog.released().naming(NamedVersions.none()).canonicalText())
                .isEqualTo(catalog.canonicalText());
    }

    @Test
    void whatCannotBeNamedIsRefused() {
        SchemaCatalog released = SchemaCatalog.released();

        assertThatThrownBy(() -> released.naming(NamedVersions.parse("work-order-event|3|2027-01-01")))
                .hasMessage("There is no version 3 of work-order-event");
        assertThatThrownBy(() -> released.naming(NamedVersions.parse("work-order-event|1|2027-01-01")))
                .hasMessageContaining("counts without being named");
        assertThatThrownBy(() -> NamedVersions.parse("work-order-event|2|2027-01-01\nwork-order-event|2|2028-01-01"))
                .hasMessageContaining("named twice");
        assertThatThrownBy(() -> NamedVersions.parse("workorder|2|2027-01-01"))
                .hasMessageContaining("work-order-event");
        assertThatThrownBy(() -> NamedVersions.parse("work-order-event|2")).hasMessageContaining("type|version|day");
        assertThat(NamedVersions.parse("work-order-event|2|2027-01-01").canonicalText())
                .isEqualTo("work-order-event|2|2027-01-01\n");
    }
}
