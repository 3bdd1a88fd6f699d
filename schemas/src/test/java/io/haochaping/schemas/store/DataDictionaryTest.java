package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data dictionary, held to the schemas and the store that it describes. */
class DataDictionaryTest {
    private static final String SCHEMA = "data_dictionary";

    @BeforeAll
    static void migrate() {
        StoreMigrations.migrate(Database.dataSource(), SCHEMA);
    }

    @ParameterizedTest
    @CsvSource({"data-dictionary.md, false", "data-dictionary.zh-CN.md, true"})
    void thePageIsWhatSchemasAndStoreSay(String file, boolean chinese) throws Exception {
        String page = DataDictionary.page(chinese, SCHEMA);
        Files.writeString(Path.of("target", file), page);

        assertThat(Files.readString(Path.of("..", "docs", file)))
                .as("docs/" + file + " is the page that this test wrote to schemas/target/" + file)
                .isEqualTo(page);
    }

    @Test
    void everyViewAndColumnSaysWhatItMeansInBothLanguages() throws Exception {
        assertThat(Database.rows("""
                        select c.relname || coalesce('.' || a.attname, ''), coalesce(d.description, 'nothing')
                        from pg_class c
                        left join pg_attribute a on a.attrelid = c.oid and a.attnum >= 0
                        left join pg_description d on d.objoid = c.oid and d.objsubid = coalesce(a.attnum, 0)
                        where c.relnamespace = ?::regnamespace and c.relkind = 'v' and starts_with(c.relname, 'v_')
                            and coalesce(d.description, '') !~ '^.*[一-龥].* · .+ · .+$'
                        """, SCHEMA)).isEmpty();
    }
}
