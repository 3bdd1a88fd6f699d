package io.haochaping.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameBookTest {
    @TempDir
    Path folder;

    @Test
    void aFileNamesWhatTheDomainCannot() throws Exception {
        NameBook names = read(
                "\uFEFF# 部门\r\ndepartment\tcivil\t民政局\tCivil Affairs\r\n\r\nvenue\thall-1\t一号大厅\nregion\t440111\t白云\tBaiyun\nchannel\tweb\t门户\tPortal\n");

        assertThat(names.of(Named.DEPARTMENT, "civil")).hasValue(new NameBook.Name("民政局", "Civil Affairs"));
        assertThat(names.of(Named.VENUE, "hall-1")).hasValue(new NameBook.Name("一号大厅", null));
        assertThat(names.of(Named.REGION, "440111000000")).hasValue(new NameBook.Name("白云", "Baiyun"));
        assertThat(names.of(Named.CHANNEL, "web")).hasValue(new NameBook.Name("门户", "Portal"));
        assertThat(names.of(Named.CHANNEL, "kiosk")).hasValue(new NameBook.Name("自助终端", "Kiosk"));
        assertThat(names.of(Named.DEPARTMENT, "tax")).isEmpty();
        assertThat(names.of(Named.ITEM, "civil"))
                .as("names of one kind name no other")
                .isEmpty();
    }

    @Test
    void withoutAFileRegionsAndChannelsHaveTheirNames() {
        assertThat(NameBook.builtIn().of(Named.REGION, "440100000000")).hasValue(new NameBook.Name("广州市", null));
        assertThat(NameBook.builtIn().of(Named.REGION, "999999999999")).isEmpty();
        assertThat(NameBook.builtIn().of(Named.CHANNEL, "hall")).isPresent();
    }

    @Test
    void aNameWithoutAnEnglishFormStandsInEnglishToo() {
        assertThat(new NameBook.Name("白云区", null).in(Language.EN)).isEqualTo("白云区");
        assertThat(new NameBook.Name("白云区", "Baiyun").in(Language.EN)).isEqualTo("Baiyun");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "departmnet\\tcivil\\t民政局 > line 2 begins with \"departmnet\"; the nearest kind is department",
                "department,civil,民政局 > line 2 has 1 fields: write kind, code, Chinese name and English name with a tab between",
                "department\\tcivil > line 2 has 2 fields",
                "department\\tcivil\\ta\\tb\\tc > line 2 has 5 fields",
                "department\\t\\t民政局 > line 2 has no code",
                "department\\tcivil\\t\\tCivil > line 2 has no Chinese name",
                "department\\ttax\\t财政局 > line 2 names the department tax a second time",
                "region\\t440111\\ta\\nregion\\t440111000000\\tb > line 3 names the region 440111000000 a second time",
            })
    void whatIsWrongIsToldWithItsLine(String lines, String told) {
        NamesProblem problem = catchThrowableOfType(
                NamesProblem.class,
                () -> read("department\ttax\t税务局\n"
                        + lines.strip().replace("\\t", "\t").replace("\\n", "\n") + "\n"));
        assertThat(problem).hasMessageContaining(told.strip());
    }

    @Test
    void ofAFileInAnotherFormatTheFirstLinesAreToldAndHowManyMore() {
        NamesProblem problem = catchThrowableOfType(NamesProblem.class, () -> read("a,b,c\n".repeat(12)));
        assertThat(problem).hasMessageContaining("line 5 has").hasMessageEndingWith("; and 7 more lines");
    }

    @Test
    void aFileThatIsNoUtf8OrNotThereIsTold() throws Exception {
        Path gbk = Files.write(folder.resolve("gbk.tsv"), "department\ttax\t税务局".getBytes(Charset.forName("GBK")));
        assertThat(catchThrowableOfType(NamesProblem.class, () -> NameBook.read(gbk)))
                .hasMessageContaining("save it as UTF-8");
        assertThat(catchThrowableOfType(NamesProblem.class, () -> NameBook.read(folder.resolve("none.tsv"))))
                .hasMessageContaining("there is no such file");
    }

    private NameBook read(String text) throws IOException, NamesProblem {
        return NameBook.read(Files.writeString(folder.resolve("names.tsv"), text, StandardCharsets.UTF_8));
    }
}
