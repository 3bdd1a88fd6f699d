package io.haochaping.benchmarks.dashboard;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Requests at a fixed rate. Each has its moment, and its time counts from that moment, so that a server that stalls cannot slow down who measures it
 * (coordinated omission).
 */
final class Requests {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final int units;
    private final Random random = new Random(2);

    Requests(URI address, int units) {
        this.address = address;
        this.units = units;
    }

    private record Kind(String name, int weight) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("today by department", 25),
            new Kind("month by department, sorted", 10),
            new Kind("one department, by venue", 20),
            new Kind("one region, by channel", 5),
            new Kind("now by channel", 10),
            new Kind("year of one department", 15),
            new Kind("year of all", 5),
            new Kind("bad reviews", 5),
            new Kind("picker", 5));

    private String path(String kind) {
        int unit = 1 + random.nextInt(units);
        return switch (kind) {
            case "today by department" ->
                "/api/figures?period=today&by=department&offset=" + 100 * random.nextInt(Math.max(1, units / 100));
            case "month by department, sorted" -> "/api/figures?period=month&by=department&sort=goodRate&limit=50";
            case "one department, by venue" -> "/api/figures?period=month&by=venue&department=unit-" + unit;
            case "one region, by channel" -> "/api/figures?period=month&by=channel&region=44";
            case "now by channel" -> "/api/figures?period=now&by=channel";
            case "year of one department" -> "/api/trend?span=year&department=unit-" + unit;
            case "year of all" -> "/api/trend?span=year";
            case "bad reviews" -> "/api/bad-reviews?limit=50";
            case "picker" -> "/api/departments?search=" + unit;
            default -> throw new IllegalStateException(kind);
        };
    }

    /** Sends them all; the figures by kind, and failures by what went wrong. */
    Result send(int rate, int seconds) {
        int count = rate * seconds;
        List<CompletableFuture<Void>> answers = new ArrayList<>(count);
        long[] nanos = new long[count];
        String[] kinds = new String[count];
        Map<String, Integer> failures = new TreeMap<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int at = i;
            kinds[i] = kind();
            HttpRequest request = HttpRequest.newBuilder(address.resolve(path(kinds[i])))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .handle((answer, failure) -> {
                        nanos[at] = System.nanoTime() - due;
                        if (failure != null || answer.statusCode() != 200) {
                            synchronized (failures) {
                                failures.merge(
                                        failure == null ? "status " + answer.statusCode() : failure.toString(),
                                        1,
                                        Integer::sum);
                            }
                        }
                        return null;
                    }));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        return new Result(nanos, kinds, failures);
    }

    private String kind() {
        int drawn = random.nextInt(KINDS.stream().mapToInt(Kind::weight).sum());
        for (Kind kind : KINDS) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind.name;
            }
        }
        throw new IllegalStateException("weights");
    }

    /** @param nanos from the moment a request was due to the last byte of its answer */
    record Result(long[] nanos, String[] kinds, Map<String, Integer> failures) {
        List<String> lines() {
            List<String> lines = new ArrayList<>(List.of(line("all", nanos)));
            for (Kind kind : KINDS) {
                lines.add(line(
                        kind.name,
                        IntStream.range(0, nanos.length)
                                .filter(i -> kinds[i].equals(kind.name))
                                .mapToLong(i -> nanos[i])
                                .toArray()));
            }
            return lines;
        }

        private static String line(String name, long[] times) {
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            return "| %s | %d | %.1f | %.1f | %.1f | %.1f |"
                    .formatted(name, sorted.length, at(sorted, .5), at(sorted, .99), at(sorted, .999), at(sorted, 1));
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)] / 1e6;
        }
    }
}
