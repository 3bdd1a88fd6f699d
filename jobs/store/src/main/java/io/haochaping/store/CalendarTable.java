package io.haochaping.store;

import io.haochaping.domain.calendar.WorkingDays;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.stream.LongStream;

/** Which days were worked, for the views that tell service in working time from the rest. A day that stands is never changed: an amended calendar comes by rebuild. */
public final class CalendarTable {
    private CalendarTable() {}

    /** Adds the known days that are not there yet. Not part of a cut: the decision set names each year of the calendar. */
    public static void add(StoreAddress address, WorkingDays calendar) throws SQLException {
        Object[] days = LongStream.rangeClosed(calendar.firstDay(), calendar.lastDay())
                .boxed()
                .toArray();
        Object[] worked = LongStream.rangeClosed(calendar.firstDay(), calendar.lastDay())
                .mapToObj(day -> calendar.isWorkingDay(LocalDate.ofEpochDay(day)))
                .toArray();
        try (Connection connection = address.connect();
                PreparedStatement insert = connection.prepareStatement("insert into " + address.schema()
                        + ".calendar_day (day, worked) select date '1970-01-01' + d::int, w from unnest(?, ?) as u (d, w)"
                        + " on conflict (day) do nothing")) {
            insert.setArray(1, connection.createArrayOf("int8", days));
            insert.setArray(2, connection.createArrayOf("bool", worked));
            insert.executeUpdate();
            connection.commit();
        }
    }
}
