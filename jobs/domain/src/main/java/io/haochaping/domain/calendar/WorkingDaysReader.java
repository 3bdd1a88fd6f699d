package io.haochaping.domain.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.Map;
import java.util.TreeMap;

/** Reads the lines of a calendar file; refuses anything that it would have to guess at. */
final class WorkingDaysReader {
    private final TreeMap<LocalDate, Boolean> exceptions = new TreeMap<>();
    private Year first;
    private Year last;

    WorkingDays read(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                readOrName(number, line);
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("The calendar names no year");
        }
        return calendar();
    }

    private void readOrName(int number, String line) {
        try {
            readLine(line.split("\t", -1));
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException refused) {
            throw new IllegalArgumentException(
                    "Calendar line " + number + " (" + line + "): " + refused.getMessage(), refused);
        }
    }

    private void readLine(String[] fields) {
        switch (fields[0]) {
            case "year" -> addYear(Year.parse(fields[1]));
            case "off" -> addDaysOff(LocalDate.parse(fields[1]), LocalDate.parse(fields[2]));
            case "work" -> addMakeUpDay(LocalDate.parse(fields[1]));
            default -> throw new IllegalArgumentException("neither year, off nor work");
        }
    }

    private void addYear(Year year) {
        if (first == null) {
            first = year;
        } else if (!year.equals(last.plusYears(1))) {
            throw new IllegalArgumentException("years must follow one another without a gap");
        }
        last = year;
    }

    private void addDaysOff(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("ends before it begins");
        }
        from.datesUntil(to.plusDays(1)).forEach(day -> addException(day, false));
    }

    private void addMakeUpDay(LocalDate day) {
        if (!isWeekend(day)) {
            throw new IllegalArgumentException("a make-up working day lies on a weekend");
        }
        addException(day, true);
    }

    private void addException(LocalDate day, boolean worked) {
        if (first == null || day.getYear() < first.getValue() || day.getYear() > last.getValue()) {
            throw new IllegalArgumentException(day + " lies outside the years named so far");
        }
        if (exceptions.put(day, worked) != null) {
            throw new IllegalArgumentException(day + " is named twice");
        }
    }

    private WorkingDays calendar() {
        long firstDay = first.atDay(1).toEpochDay();
        boolean[] working = new boolean[(int) (last.plusYears(1).atDay(1).toEpochDay() - firstDay)];
        for (int i = 0; i < working.length; i++) {
            working[i] = !isWeekend(LocalDate.ofEpochDay(firstDay + i));
        }
        for (Map.Entry<LocalDate, Boolean> exception : exceptions.entrySet()) {
            working[(int) (exception.getKey().toEpochDay() - firstDay)] = exception.getValue();
        }
        return new WorkingDays(firstDay, working);
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
