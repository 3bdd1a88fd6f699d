package io.haochaping.store;

import io.haochaping.domain.rules.Band;
import io.haochaping.domain.rules.InForce;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RuleBook;
import io.haochaping.domain.rules.Rules;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What the views need to know of each version of the rules. What decides a figure is never changed in a version that stands: a corrected one is another decision and comes by rebuild. What is
 * said about figures (samples, small cells, bands, rankings, channel trees, tags) is no decision and is written anew by {@link #publish}.
 */
public final class RulesTable {
    private RulesTable() {}

    /** Adds the versions that are not there yet. Not part of a cut: a version changes no view before a row is counted under it. */
    public static void add(StoreAddress address, RuleBook book) throws SQLException {
        try (Connection connection = address.connect()) {
            addVersions(connection, address.schema(), book.versions());
            addInForce(connection, address.schema(), book.inForce());
            connection.commit();
        }
    }

    private static void addVersions(Connection connection, String schema, Collection<Rules> versions)
            throws SQLException {
        String sql = """
                insert into %s.rules_version (version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules,
                    cut_off_days, office_from, office_until, minimum_sample, small_cell, band_zh, band_en, band_thresholds, band_belongs)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (version) do nothing
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql.formatted(schema))) {
            for (Rules rules : versions) {
                insert.setString(1, rules.version());
                insert.setInt(2, rules.goodFrom());
                insert.setBoolean(3, rules.scale() == LevelScale.TERNARY);
                insert.setArray(
                        4, connection.createArrayOf("text", rules.leftOut().toArray()));
                insert.setArray(
                        5,
                        connection.createArrayOf(
                                "int4", rules.meanScore().weights().toArray()));
                insert.setInt(6, rules.meanScore().decimals());
                insert.setString(7, rules.meanScore().rounding().name());
                insert.setString(8, rules.canonicalText());
                Publication publication = rules.publication();
                // What is standard stands in a table of its own, which older jobs know.
                insert.setObject(9, publication.closesAsStandard() ? null : publication.cutOffDays(), Types.SMALLINT);
                insert.setInt(10, rules.officeHours().from());
                insert.setInt(11, rules.officeHours().until());
                setPublication(insert, 12, connection, publication);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Writes anew what is said about the figures of all versions. For a job that has committed: one that is started by mistake must change nothing that readers see. */
    public static void publish(StoreAddress address, RuleBook book) throws SQLException {
        String sql = """
                update %s.rules_version set minimum_sample = ?, small_cell = ?, band_zh = ?, band_en = ?, band_thresholds = ?, band_belongs = ?
                where version = ?
                """;
        try (Connection connection = address.connect();
                PreparedStatement update = connection.prepareStatement(sql.formatted(address.schema()))) {
            for (Rules rules : book.versions()) {
                setPublication(update, 1, connection, rules.publication());
                update.setString(7, rules.version());
                update.addBatch();
            }
            update.executeBatch();
            PublicationTables.write(connection, address.schema(), book.versions());
            connection.commit();
        }
    }

    private static void setPublication(
            PreparedStatement statement, int first, Connection connection, Publication publication)
            throws SQLException {
        statement.setObject(first, orNull(publication.minimumSample()), Types.INTEGER);
        statement.setObject(first + 1, orNull(publication.smallCell()), Types.INTEGER);
        statement.setArray(first + 2, array(connection, "text", publication, Band::zh));
        statement.setArray(first + 3, array(connection, "text", publication, Band::en));
        statement.setArray(first + 4, array(connection, "numeric", publication, Band::threshold));
        statement.setArray(first + 5, array(connection, "bool", publication, Band::hasThreshold));
    }

    private static Integer orNull(int number) {
        return number == 0 ? null : number;
    }

    private static Array array(
            Connection connection, String type, Publication publication, Function<Band, Object> component)
            throws SQLException {
        return connection.createArrayOf(
                type, publication.bands().stream().map(component).toArray());
    }

    /** By region and day, for rows that carry no version: minutes. */
    private static void addInForce(Connection connection, String schema, List<InForce> lines) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + schema
                        + ".rules_in_force (region, first_day, version) values (?, ?, ?) on conflict (region, first_day) do nothing")) {
            for (InForce line : lines) {
                insert.setString(1, line.region());
                // The driver writes the first of all days as -infinity.
                insert.setObject(2, line.firstDay());
                insert.setString(3, line.version());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
