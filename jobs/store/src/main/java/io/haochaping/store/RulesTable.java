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
 * said about figures (samples, small cells, bands) is no decision and is written anew each time.
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
                on conflict (version) do update set
                    minimum_sample = excluded.minimum_sample, small_cell = excluded.small_cell, band_zh = excluded.band_zh,
                    band_en = excluded.band_en, band_thresholds = excluded.band_thresholds, band_belongs = excluded.band_belongs
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
                insert.setObject(12, orNull(publication.minimumSample()), Types.INTEGER);
                insert.setObject(13, orNull(publication.smallCell()), Types.INTEGER);
                insert.setArray(14, array(connection, "text", publication, Band::zh));
                insert.setArray(15, array(connection, "text", publication, Band::en));
                insert.setArray(16, array(connection, "numeric", publication, Band::threshold));
                insert.setArray(17, array(connection, "bool", publication, Band::hasThreshold));
                insert.addBatch();
            }
            insert.executeBatch();
        }
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
