package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.traffic.Incidents.Incident;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final long STARTED = 1_789_000_000_000L;
    private static final long FIRST = 120 * Span.SECOND;
    private static final World WORLD = new World();

    @Test
    void aMachineBreaksTwoMinutesAfterTheStartAndIsMendedSomeMinutesLater() {
        for (long seed = 1; seed <= 50; seed++) {
            Incidents incidents = Incidents.of(seed, FIRST, WORLD);
            Incident first = incidents.at(FIRST + 20 * Span.SECOND).orElseThrow();

            assertThat(first.from()).isBetween(FIRST, FIRST + 15 * Span.SECOND);
            assertThat(first.to() - first.from()).isBetween(4 * Span.MINUTE, 6 * Span.MINUTE);
            assertThat(incidents.at(first.from() - 1)).isEmpty();
            assertThat(incidents.at(first.from())).contains(first);
            assertThat(incidents.at(first.to() - 1)).contains(first);
            assertThat(incidents.at(first.to())).isEmpty();
        }
    }

    @Test
    void itHappensAgainNowAndThenAtTheSameMomentsForTheSameSeed() {
        List<Incident> once = of(7);

        assertThat(of(7)).isEqualTo(once);
        assertThat(of(8)).isNotEqualTo(once);
        assertThat(once).hasSizeBetween(4, 10);
    }

    @Test
    void withoutIncidentsNoneEverHappens() {
        assertThat(Incidents.NONE.at(Long.MAX_VALUE - 1)).isEmpty();
    }

    @Test
    void oneDepartmentIsRatedBadlyAtItsCountersAndNothingElseChanges() {
        Incidents incidents = Incidents.of(3, FIRST, WORLD);
        Incident incident = incidents.at(FIRST + Span.MINUTE).orElseThrow();
        long now = STARTED + FIRST + Span.MINUTE;

        List<GenericRecord> struck = ratings(now, incidents);
        List<GenericRecord> usual = ratings(now, Incidents.NONE);

        Predicate<GenericRecord> there =
                rating -> rating.get("handlingDepartment").toString().equals(incident.department())
                        && !rating.get("venue").toString().isEmpty();
        assertThat(struck).filteredOn(there).hasSizeGreaterThan(80);
        assertThat(badShare(struck.stream().filter(there).toList())).isBetween(0.65, 0.95);
        assertThat(badShare(usual.stream().filter(there).toList())).isLessThan(0.05);
        assertThat(badShare(struck.stream().filter(there.negate()).toList()))
                .isEqualTo(badShare(usual.stream().filter(there.negate()).toList()));
        assertThat(struck).hasSameSizeAs(usual);
    }

    private static List<Incident> of(long seed) {
        Incidents incidents = Incidents.of(seed, FIRST, WORLD);
        Set<Incident> found = new HashSet<>();
        List<Incident> inOrder = new ArrayList<>();
        for (long at = 0; at < 2 * Span.HOUR; at += 10 * Span.SECOND) {
            incidents.at(at).filter(found::add).ifPresent(inOrder::add);
        }
        return inOrder;
    }

    private static List<GenericRecord> ratings(long now, Incidents incidents) {
        List<GenericRecord> ratings = new ArrayList<>();
        for (long number = 0; number < 3_000; number++) {
            for (Delivery delivery : ProduceTraffic.deliveries(5, STARTED, number, now, 3, WORLD, incidents)) {
                GenericRecord rating = read(delivery);
                if (rating != null) {
                    ratings.add(rating);
                }
            }
        }
        return ratings;
    }

    /** Null for what is no rating in the code system in which a high number is good, or cannot be read. */
    private static GenericRecord read(Delivery delivery) {
        byte[] value = delivery.value();
        byte[] header = Wire.header(Wire.schema("rating"));
        if (!delivery.where().topic().startsWith("rating.") || value.length < header.length) {
            return null;
        }
        try {
            GenericRecord rating = new GenericDatumReader<GenericRecord>(Wire.schema("rating"))
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(value, header.length, value.length - header.length, null));
            return rating.get("codeSystem").toString().equals("platform") ? rating : null;
        } catch (java.io.IOException | RuntimeException broken) {
            return null;
        }
    }

    private static double badShare(List<GenericRecord> ratings) {
        return ratings.stream()
                        .filter(rating ->
                                List.of("1", "2").contains(rating.get("level").toString()))
                        .count()
                / (double) ratings.size();
    }
}
