package io.haochaping.domain.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.reference.ReferenceData;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionTableTest {
    private static final RegionTable TABLE = RegionTable.builtIn();
    private static final LocalDate TODAY = LocalDate.parse("2026-10-03");

    @ParameterizedTest
    @CsvSource({
        "440106000000, 440100000000",
        "440100000000, 440000000000",
        "440106001000, 440106000000",
        "440106001002, 440106001000",
        "330100000000, 330000000000",
    })
    void aRegionLiesInTheOneAboveIt(String code, String parent) {
        assertThat(TABLE.parent(code, TODAY)).contains(parent);
    }

    @ParameterizedTest
    @CsvSource({
        "110101000000, 110000000000",
        "500101000000, 500000000000",
        "500229000000, 500000000000",
        "110100000000, 110000000000",
        "110101001000, 110101000000",
    })
    void aDistrictOfAMunicipalityLiesInItDirectly(String code, String parent) {
        assertThat(TABLE.parent(code, TODAY)).contains(parent);
    }

    @ParameterizedTest
    @CsvSource({"441900003000, 441900000000", "442000001000, 442000000000", "441900003001, 441900003000"})
    void aTownOfACityWithoutCountiesLiesInTheCity(String code, String parent) {
        assertThat(TABLE.isKnown(code)).isTrue();
        assertThat(TABLE.parent(code, TODAY)).contains(parent);
    }

    @Test
    void aProvinceLiesInNothing() {
        assertThat(TABLE.isKnown("440000000000")).isTrue();
        assertThat(TABLE.parent("440000000000", TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"999999000000", "440199000000", "440199001000", "440106", "here", "''"})
    void anUnknownCodeHasNoPlace(String code) {
        assertThat(TABLE.isKnown(code)).isFalse();
        assertThat(TABLE.parent(code, TODAY)).isEmpty();
        assertThat(TABLE.successor(code, TODAY)).isEmpty();
        assertThat(TABLE.name(code)).isEmpty();
    }

    @Test
    void aRenamedCodeIsStillKnownAndHasASuccessor() {
        assertThat(TABLE.isKnown("370882000000")).isTrue();
        assertThat(TABLE.successor("370882000000", TODAY)).contains("370812000000");
        assertThat(TABLE.successor("370882000000", LocalDate.parse("2013-10-17")))
                .isEmpty();
        assertThat(TABLE.successor("370882000000", LocalDate.parse("2013-10-18")))
                .contains("370812000000");
        assertThat(TABLE.successor("370812000000", TODAY)).isEmpty();
        assertThat(TABLE.name("370812000000")).contains("兖州区");
    }

    @Test
    void anAbolishedRegionLiesWhereItsSuccessorDoes() {
        LocalDate before = LocalDate.parse("2018-12-25");

        assertThat(TABLE.parent("371202000000", before)).contains("371200000000");
        assertThat(TABLE.parent("371202000000", TODAY)).contains("370100000000");
        assertThat(TABLE.parent("371202001000", before)).contains("371202000000");
        assertThat(TABLE.parent("371202001000", TODAY)).contains("370116000000");
    }

    @Test
    void aRegionAbolishedIntoAnotherCityLeavesItsOldOne() {
        RegionTable table = RegionTable.parse("""
                440000\tA\t\t\t\t
                440100\tB\t440000\t\t\t
                440200\tC\t440000\t\t\t
                440103\tD\t440100\t\t2020-01-01\t440203
                440203\tD\t440200\t2020-01-01\t\t
                """);

        assertThat(table.parent("440103000000", LocalDate.parse("2019-12-31"))).contains("440100000000");
        assertThat(table.parent("440103000000", LocalDate.parse("2020-01-01"))).contains("440200000000");
    }

    @Test
    void everyPathEndsAtAProvinceOfItsOwnDigits() {
        assertThat(ReferenceData.text("haochaping/code/regions-v1.tsv")
                        .lines()
                        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                        .map(line -> RegionCode.normalise(line.substring(0, 6))))
                .hasSize(351)
                .allSatisfy(code -> assertThat(province(code)).isEqualTo(code.substring(0, 2) + "0000000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "110000000000, 北京市",
        "440300000000, 深圳市",
        "441900000000, 东莞市",
        "310115000000, 浦东新区",
        "433100000000, 湘西土家族苗族自治州",
    })
    void aRegionHasAName(String code, String name) {
        assertThat(TABLE.name(code)).contains(name);
    }

    @Test
    void theDigestOfTheShippedTableIsFrozen() {
        assertThat(TABLE.digest()).isEqualTo("42bffb3854fc58ab21f99b43343b0493ff12bffdc1a701df5dcedde5871c3e7d");
    }

    @Test
    void theDigestDependsOnTheEntriesAndNotOnTheOrderOfLines() {
        String one = "440000\tA\t\t\t\t\n440100\tB\t440000\t\t\t\n";
        String other = "# c\n440100\tB\t440000\t\t\t\n\n440000\tA\t\t\t\t\n";

        assertThat(RegionTable.parse(other).digest())
                .isEqualTo(RegionTable.parse(one).digest());
        assertThat(RegionTable.parse(one.replace("B", "C")).digest())
                .isNotEqualTo(RegionTable.parse(one).digest());
    }

    @Test
    void aRegionMayMoveAndKeepItsCode() {
        RegionTable table = RegionTable.parse("""
                440000\tA\t\t\t\t
                450000\tB\t\t\t\t
                440100\tC\t440000\t\t2020-01-01\t
                440100\tC\t450000\t2020-01-01\t\t
                """);

        assertThat(table.parent("440100000000", LocalDate.parse("2019-12-31"))).contains("440000000000");
        assertThat(table.parent("440100000000", LocalDate.parse("2020-01-01"))).contains("450000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "440100|B|440000|||, not listed",
        "440000|A||||440100, no end",
        "440000|A|||2020-01-01|440100, not listed",
        "440000|A|440000|||, circle",
        "440000|A|||2020-01-01|440000, circle",
        "440000|A||2020-01-01|2020-01-01|, ends before",
        "440000|A||||;440000|B||||, overlaps",
        "44000|A||||, six digits",
        "440000|A|||, 5 fields",
        "440000|A||2020-13-01||, 2020-13-01",
    })
    void aTableThatContradictsItselfIsRefusedByItsLine(String lines, String reason) {
        String text = lines.replace('|', '\t').replace(';', '\n');

        assertThatThrownBy(() -> RegionTable.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Region line " + text.lines().count())
                .hasMessageContaining(reason);
    }

    private static String province(String code) {
        String at = code;
        while (TABLE.parent(at, TODAY).isPresent()) {
            at = TABLE.parent(at, TODAY).get();
        }
        return at;
    }
}
