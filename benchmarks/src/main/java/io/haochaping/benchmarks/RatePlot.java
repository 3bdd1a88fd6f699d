package io.haochaping.benchmarks;

import java.util.Locale;

/** Median rates as bars, with a line from the lowest to the highest run. */
final class RatePlot {
    private static final int WIDTH = 760;
    private static final int LEFT = 170;
    private static final int RIGHT = 130;
    private static final int STEP = 44;
    private static final int BAR = 24;
    private static final int TOP = 56;

    private final Report report;

    RatePlot(Report report) {
        this.report = report;
    }

    String svg() {
        int height = TOP + STEP * report.measured().size() + 20;
        double most = report.measured().stream()
                .mapToDouble(contender -> last(report.rates(contender)))
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"14\" role=\"img\">%n"
                        + "<title>Records per second, median of the runs</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"12\" y=\"24\" font-size=\"16\">Records per second: median, and the line from the lowest to the highest run</text>%n"
                        + "<text x=\"12\" y=\"44\" fill=\"#555\" font-size=\"12\">%s</text>%n",
                WIDTH,
                height,
                escaped(report.machine().inWords())));
        int y = TOP;
        for (Contender contender : report.measured()) {
            svg.append(bar(contender, y, most));
            y += STEP;
        }
        return svg.append("</svg>\n").toString();
    }

    private String bar(Contender contender, int y, double most) {
        double[] rates = report.rates(contender);
        double median = report.rate(contender);
        int middle = y + BAR / 2;
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                        + "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"black\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
                LEFT - 10,
                middle + 5,
                escaped(contender.label()),
                LEFT,
                y,
                length(median, most),
                BAR,
                contender.isWhole() ? "#2f6f9f" : "#b9b9b9",
                LEFT + length(rates[0], most),
                middle,
                LEFT + length(last(rates), most),
                middle,
                LEFT + length(last(rates), most) + 8,
                middle + 5,
                median);
    }

    private static double length(double rate, double most) {
        return (WIDTH - LEFT - RIGHT) * rate / most;
    }

    private static double last(double[] ascending) {
        return ascending[ascending.length - 1];
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
