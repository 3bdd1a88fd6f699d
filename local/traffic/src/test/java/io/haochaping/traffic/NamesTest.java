package io.haochaping.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void everyDepartmentAndVenueOfTheWorldHasItsNames() throws Exception {
        World world = new World();
        Set<String> there = Stream.of(
                        world.departments.stream().map(department -> "department\t" + department.code()),
                        world.halls.stream().map(venue -> "venue\t" + venue.code()),
                        world.townCentres.stream().map(venue -> "venue\t" + venue.code()))
                .flatMap(codes -> codes)
                .collect(Collectors.toSet());

        List<String[]> named = lines();
        assertThat(named).allSatisfy(fields -> assertThat(fields).hasSize(4).noneMatch(String::isBlank));
        assertThat(named.stream()
                        .filter(fields -> !fields[0].equals("region"))
                        .map(fields -> fields[0] + "\t" + fields[1]))
                .containsExactlyInAnyOrderElementsOf(there);
        assertThat(named.stream().map(fields -> fields[0] + fields[2])).doesNotHaveDuplicates();
        assertThat(named.stream().map(fields -> fields[0] + fields[3])).doesNotHaveDuplicates();
    }

    private static List<String[]> lines() throws Exception {
        try (InputStream in = NamesTest.class.getResourceAsStream("/haochaping/traffic/names.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }
}
