package io.haochaping.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDurationsTest {

    private static final String SCHEMA = "store_durations";

    /** No duration is longer than L, 400 days. */
    private static final int LONGEST_SECONDS = 400 * 86_400;

    @BeforeAll
    static void migrate() {
        StoreMigrations.migrate(Database.dataSource(), SCHEMA);
    }

    @Test
    void bucketsFollowOneAnotherWithoutGapAndWithoutOverlap() throws Exception {
        List<String> bounds = rows(
                "select bucket_low(b), bucket_high(b), bucket_value(b) from generate_series(0, 2600) b order by b");
        long next = 0;
        for (int bucket = 0; bucket < bounds.size(); bucket++) {
            String[] bound = bounds.get(bucket).split("\\|");
            long low = Long.parseLong(bound[0]);
            long high = Long.parseLong(bound[1]);
            long value = Long.parseLong(bound[2]);
            assertThat(low).isEqualTo(next);
            assertThat(bucketOf(low)).isEqualTo(bucket);
            assertThat(bucketOf(high)).isEqualTo(bucket);
            assertThat((high - value) * 250).as("0.4 %% of bucket %s", bucket).isLessThanOrEqualTo(low);
            next = high + 1;
        }
        assertThat(next).isGreaterThan(LONGEST_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void percentilesAreWithinOnePercentOfTheSortedValuesAlsoAfterCorrections(long seed) throws Exception {
        Random random = new Random(seed);
        List<Long> values = values(random, 1 + random.nextInt(400));
        List<Long> takenBack = new ArrayList<>(values(random, random.nextInt(200)));
        List<Long> added = new ArrayList<>(values);
        added.addAll(takenBack);
        Collections.shuffle(added, random);

        load(added, takenBack, random);

        Collections.sort(values);
        for (double q : new double[] {0, 0.01, 0.5, 0.9, 0.95, 0.999, 1}) {
            long exact = values.get(Math.max((int) Math.ceil(q * values.size()) - 1, 0));
            String query = "select percentile_of(merge_buckets(buckets, counts), %s) from leaf".formatted(q);
            long merged = Long.parseLong(rows(query).get(0));
            assertThat((double) Math.abs(merged - exact))
                    .as("seed %s, q %s: %s for %s", seed, q, merged, exact)
                    .isLessThanOrEqualTo(0.01 * exact);
            assertThat(rows(query.replace("from leaf", "from (select * from leaf order by random()) l")))
                    .as("another order")
                    .containsExactly(String.valueOf(merged));
            assertThat(rows(
                            "select percentile_of(array_agg(b), array_agg(c), %s) from leaf, unnest(buckets, counts) u (b, c)"
                                    .formatted(q)))
                    .as("merged by hand")
                    .containsExactly(String.valueOf(merged));
        }
    }

    @Test
    void countsThatCancelLeaveNoBucket() throws Exception {
        assertThat(rows("""
                        select merge_buckets(b, c), percentile_of(merge_buckets(b, c), 0.5)
                        from (values ('{7,900}'::int[], '{2,-1}'::bigint[]), (null, null), ('{900,7}', '{1,-2}')) v (b, c)
                        """)).containsExactly("(,)|-");
    }

    @Test
    void aPercentileOfNothingIsNoValue() throws Exception {
        assertThat(
                        rows(
                                "select percentile_of(null, null, 0.5), percentile_of('{}', '{}', 0.5), percentile_of('{5}', '{3}', 1.5)"))
                .containsExactly("-|-|-");
        assertThat(rows("select percentile_of(merge_buckets(null, null), 0.5)")).containsExactly("-");
    }

    @Test
    void partsThatWorkersMergedAddUp() throws Exception {
        assertThat(rows("""
                        select bucket_state_counts(add_bucket_states(
                            add_buckets(add_buckets(null, '{3,700}', '{5,1}'), '{9}', '{-4}'), add_buckets(null, '{700,2000,9}', '{-1,8,6}')))
                        """)).containsExactly("(\"{3,9,2000}\",\"{5,2,8}\")");
        assertThat(
                        rows(
                                "select add_bucket_states(null, null), add_bucket_states('{1}', null), add_bucket_states(null, '{1}')"))
                .containsExactly("-|{1}|{1}");
    }

    /** Short and long ones alike: the exponent is drawn, not the value. */
    private static List<Long> values(Random random, int count) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add((long) Math.exp(random.nextDouble() * Math.log(LONGEST_SECONDS)));
        }
        return values;
    }

    /** Rows of up to 20 cases each; what is taken back lies in rows of its own, with counts below 0. */
    private static void load(List<Long> added, List<Long> takenBack, Random random) throws SQLException {
        StringBuilder sql = new StringBuilder("set search_path to %s; drop table if exists leaf;".formatted(SCHEMA)
                + "create table leaf (buckets int[], counts bigint[]);");
        append(sql, added, 1, random);
        append(sql, takenBack, -1, random);
        Database.execute(sql.toString());
    }

    private static void append(StringBuilder sql, List<Long> values, int sign, Random random) {
        for (int from = 0; from < values.size(); ) {
            int to = Math.min(from + 1 + random.nextInt(20), values.size());
            TreeMap<Integer, Integer> counts = new TreeMap<>();
            values.subList(from, to).forEach(value -> counts.merge(bucketOf(value), sign, Integer::sum));
            sql.append("insert into leaf values (array%s, array%s);".formatted(counts.keySet(), counts.values()));
            from = to;
        }
    }

    private static int bucketOf(long seconds) {
        if (seconds < 128) {
            return (int) seconds;
        }
        int e = 63 - Long.numberOfLeadingZeros(seconds);
        return ((e - 6) << 7) + (int) ((seconds >> (e - 7)) & 127);
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection connection = Database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to " + SCHEMA);
            return Database.rows(connection, query);
        }
    }
}
