package io.haochaping.store;

import io.haochaping.domain.rules.ChannelTree;
import io.haochaping.domain.rules.PeerGroup;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.rules.TagText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** What versions of the rules say of publishing and is a list: who is ranked with whom, how channels are added up, what tags say. */
final class PublicationTables {
    private static final List<String> TABLES = List.of("peer_group", "peer_member", "channel_node", "tag_text");

    private final Connection connection;
    private final String schema;

    private PublicationTables(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** In place of what stands there of these versions. */
    static void write(Connection connection, String schema, Collection<Rules> versions) throws SQLException {
        PublicationTables tables = new PublicationTables(connection, schema);
        tables.remove(versions);
        for (Rules rules : versions) {
            tables.peerGroups(rules.version(), rules.publication().peerGroups());
            tables.channelTree(rules.version(), rules.publication().channelTree());
            tables.tags(rules.version(), rules.publication().tags());
        }
    }

    private void remove(Collection<Rules> versions) throws SQLException {
        Object[] names = versions.stream().map(Rules::version).toArray();
        for (String table : TABLES) {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from " + schema + "." + table + " where rules_version = any (?)")) {
                delete.setArray(1, connection.createArrayOf("text", names));
                delete.executeUpdate();
            }
        }
    }

    private void peerGroups(String version, List<PeerGroup> groups) throws SQLException {
        try (PreparedStatement group = insert("peer_group", "rules_version, number, zh, en, kind");
                PreparedStatement member = insert("peer_member", "rules_version, number, unit, place")) {
            int number = 0;
            for (PeerGroup peers : groups) {
                add(group, version, ++number, peers.zh(), peers.en(), peers.of().code());
                int place = 0;
                for (String unit : peers.members()) {
                    add(member, version, number, unit, ++place);
                }
            }
            group.executeBatch();
            member.executeBatch();
        }
    }

    private void channelTree(String version, ChannelTree tree) throws SQLException {
        try (PreparedStatement insert =
                insert("channel_node", "rules_version, id, number, zh, en, under, channels, origin_apps, path")) {
            int number = 0;
            for (ChannelTree.Node node : tree.nodes()) {
                add(
                        insert,
                        version,
                        node.id(),
                        ++number,
                        node.zh(),
                        node.en(),
                        node.under().orElse(null),
                        texts(node.channels()),
                        texts(node.originApps()),
                        texts(tree.path(node)));
            }
            insert.executeBatch();
        }
    }

    private void tags(String version, List<TagText> tags) throws SQLException {
        try (PreparedStatement insert = insert("tag_text", "rules_version, tag, is_active, zh, en")) {
            for (TagText tag : tags) {
                add(
                        insert,
                        version,
                        tag.code(),
                        tag.isActive(),
                        tag.zh().orElse(null),
                        tag.en().orElse(null));
            }
            insert.executeBatch();
        }
    }

    private Array texts(Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private PreparedStatement insert(String table, String columns) throws SQLException {
        String places = columns.replaceAll("\\w+", "?");
        return connection.prepareStatement(
                "insert into " + schema + "." + table + " (" + columns + ") values (" + places + ")");
    }

    private static void add(PreparedStatement insert, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.addBatch();
    }
}
