package io.haochaping.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of the demo's store who writes down every settled figure and what it was at first. Looks again and again while the demo starts, is
 * killed and goes on; a store that does not answer has nothing to say.
 */
final class SettledFigures implements AutoCloseable {

    private static final long BETWEEN_LOOKS_MILLIS = 200;
    private static final String FIGURES =
            "select to_char(month, 'YYYY-MM') as month, sum(ratings_in_time) from haochaping.v_month"
                    + " where settlement = 'settled' group by month";

    private final Path config;
    private final Map<String, Long> first = new TreeMap<>();
    private final Map<String, Long> changed = new TreeMap<>();
    private final Thread reader = new Thread(this::readOn, "reader-of-settled-figures");
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param config of the job, which names the store once there is one */
    SettledFigures(Path config) {
        this.config = config;
        reader.start();
    }

    /** By month, as it was shown first. */
    synchronized Map<String, Long> seen() {
        return new TreeMap<>(first);
    }

    /** By month, what a settled figure became. */
    synchronized Map<String, Long> changed() {
        return new TreeMap<>(changed);
    }

    private void readOn() {
        do {
            try (Connection connection = connect(config);
                    Statement statement = connection.createStatement()) {
                do {
                    look(statement);
                } while (!stopsWithinTheInterval());
            } catch (IOException | SQLException notThere) {
                // Before the first start of the database, and while a killed one is started again.
            }
        } while (!stopsWithinTheInterval());
    }

    private boolean stopsWithinTheInterval() {
        try {
            return stopped.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return true;
        }
    }

    private void look(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(FIGURES)) {
            while (rows.next()) {
                note(rows.getString(1), rows.getLong(2));
            }
        }
    }

    private synchronized void note(String month, long ratings) {
        first.putIfAbsent(month, ratings);
        if (first.get(month) != ratings) {
            changed.put(month, ratings);
        }
    }

    /** How many days of the month have ratings. */
    static int daysWithRatings(Path config, String month) throws IOException, SQLException {
        try (Connection connection = connect(config);
                var query = connection.prepareStatement("select count(distinct day) from haochaping.v_day"
                        + " where to_char(month, 'YYYY-MM') = ? and ratings > 0")) {
            query.setString(1, month);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static Connection connect(Path config) throws IOException, SQLException {
        String text = Files.readString(config);
        return DriverManager.getConnection(value(text, "url"), value(text, "user"), value(text, "password"));
    }

    private static String value(String text, String key) throws IOException {
        Matcher found = Pattern.compile("(?m)^ +" + key + ": '?([^'\\n]+)'?$").matcher(text);
        if (!found.find()) {
            throw new IOException("no " + key + " yet");
        }
        return found.group(1);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            reader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
