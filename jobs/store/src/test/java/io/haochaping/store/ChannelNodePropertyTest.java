package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.code.RegionTable;
import io.haochaping.domain.rules.ChannelTree;
import io.haochaping.domain.rules.ChannelTree.Node;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProfileBook;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the tree, its tops and the channels beside it add up to the month, and each node has what the tree itself says. */
class ChannelNodePropertyTest {
    private static final List<String> CHANNELS = List.of("web", "mobile", "qr", "hall", "kiosk", "sms", "default");
    private static final List<String> APPS = List.of("", "yss", "yst", "other");
    private static final LocalDate FROM = LocalDate.parse("2026-01-01");

    private final Database database = Database.ofItsOwn();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void topsAddUpToTheMonthAndNodesHaveWhatLiesBelowThem(long seed) throws Exception {
        Random random = new Random(seed);
        ChannelTree tree = tree(random);
        RuleBook book = book(tree);
        RulesTable.add(database.address(), book);
        RulesTable.publish(database.address(), book);
        Map<String, Integer> expected = new TreeMap<>();
        database.execute("alter table $.hour_leaf drop constraint hour_leaf_id_begins_with_the_time");
        for (int i = 0; i < 60; i++) {
            String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
            String app = APPS.get(random.nextInt(APPS.size()));
            int ratings = random.nextInt(9) - 1;
            leaf(channel, app, ratings, random.nextInt(2));
            Optional<Node> own = tree.nodeOf(channel, app);
            List<String> counts = own.map(tree::path).orElse(List.of("beside " + channel));
            counts.forEach(node -> expected.merge(node, ratings, Integer::sum));
        }

        assertThat(
                        database.rows(
                                "select place || '|' || ratings from (select case when in_tree then '' else 'beside ' end || node as place,"
                                        + " sum(ratings) as ratings from $.v_month_channel_node group by 1) as nodes order by place collate \"C\""))
                .isEqualTo(expected.entrySet().stream()
                        .map(node -> node.getKey() + "|" + node.getValue())
                        .toList());
        String sums =
                "select sum(ratings), sum(ratings_in_time), sum(good), sum(bad_in_time), sum(active_ratings) from ";
        assertThat(database.rows(sums + "$.v_month_channel_node where under is null"))
                .isEqualTo(database.rows(sums + "$.v_month"));
        assertThat(database.rows(sums.replace("sum(", "sum(own_") + "$.v_month_channel_node"))
                .as("what is each node's own adds up, too")
                .isEqualTo(database.rows(sums + "$.v_month"));
    }

    private void leaf(String channel, String app, int ratings, int part) throws Exception {
        database.execute("""
                insert into $.hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part, level_%d, epoch, row_hash)
                values (gen_random_uuid(), '2026-03-10T09:00+08', '440300000000', 'a', '', '', '%s', '%s', 'city@2026-01-01', %d, %d, 1, '')
                """.formatted(1 + Math.floorMod(ratings, 5), channel, app, part, ratings));
    }

    /** Some channels at nodes, some apps of them at others, some nowhere. */
    private static ChannelTree tree(Random random) {
        List<String> channels = new ArrayList<>(CHANNELS);
        Collections.shuffle(channels, random);
        List<Node> nodes = new ArrayList<>();
        for (String channel : channels.subList(0, 2 + random.nextInt(4))) {
            nodes.add(node(random, nodes, Set.of(channel), Set.of()));
        }
        nodes.add(node(random, nodes, Set.of(channels.get(0), channels.get(6)), Set.of("yss")));
        nodes.add(node(random, nodes, Set.of(), Set.of("yst")));
        Collections.shuffle(nodes, random);
        return new ChannelTree(nodes);
    }

    private static Node node(Random random, List<Node> before, Set<String> channels, Set<String> apps) {
        Optional<String> under = before.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(before.get(random.nextInt(before.size())).id());
        // Ids like those of channels, which mean nothing.
        String id = CHANNELS.get(before.size() % CHANNELS.size()) + (before.size() < CHANNELS.size() ? "" : "2");
        return new Node(id, id, id, under, channels, apps);
    }

    private static RuleBook book(ChannelTree tree) {
        Rules rules = new Rules(Profile.versionName("city", FROM), 0, 3, 3)
                .with(
                        new Publication(10, 0, 0, List.of(), List.of(), tree, List.of()),
                        OfficeHours.STANDARD,
                        LimitLengths.STANDARD);
        Profile.Version version = new Profile.Version(FROM, new TreeSet<>(Set.of("440300000000")), rules);
        return new ProfileBook(List.of(new Profile("city", List.of(version))), RegionTable.builtIn());
    }
}
