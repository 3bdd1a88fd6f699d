package io.haochaping.chaos;

import io.haochaping.witness.Plans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one schedule over load whose truth is known, and compares. */
final class Trial {
    private final Grounds grounds;
    private final int cases;
    private final Consumer<Struck> progress;

    Trial(Grounds grounds, int cases, Consumer<Struck> progress) {
        this.grounds = grounds;
        this.cases = cases;
        this.progress = progress;
    }

    Outcome run(Schedule schedule, Path folder) throws Exception {
        long start = System.nanoTime();
        List<Struck> struck = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        try (Scene scene = Scene.open(grounds, folder, schedule, cases)) {
            try {
                scene.submit(Optional.empty());
                for (int i = 0; i < schedule.faults().size(); i++) {
                    strike(scene, schedule, i, struck);
                }
                scene.awaitWholePlan();
                scene.cluster.cancel(scene.job());
                differences.addAll(Plans.untrue(scene.plan, scene.store.copy()));
                if (!scene.store.quarantineIndex().equals(scene.store.quarantineInEquation())) {
                    differences.add("the index of refused records " + scene.store.quarantineIndex()
                            + " is not what the equation says " + scene.store.quarantineInEquation());
                }
            } catch (InterruptedException stopped) {
                throw stopped;
            } catch (Exception failure) {
                // Whatever it is, it belongs into the journal. Flink's reasons carry whole stack traces; those stand in
                // its
                // log.
                String.valueOf(failure.getMessage()).lines().findFirst().ifPresent(differences::add);
            }
            scene.reader.complaints().stream().distinct().limit(20).forEach(differences::add);
        }
        return new Outcome(schedule, struck, differences, millisSince(start));
    }

    private void strike(Scene scene, Schedule schedule, int number, List<Struck> struck) throws Exception {
        Fault fault = schedule.faults().get(number);
        boolean last = number + 1 == schedule.faults().size();
        long until =
                scene.records(last ? 1_000 : schedule.faults().get(number + 1).perMille());
        scene.traffic.limit(scene.records(fault.perMille()));
        scene.awaitOffsets(scene.records(fault.perMille()));
        // Traffic goes on while it is struck, and stops before the next one is due.
        scene.traffic.limit(until);
        long start = System.nanoTime();
        long recovery = -1;
        try {
            Injury.of(fault.kind()).strike(scene, fault.millis());
            scene.awaitOffsets(scene.traffic.written());
            recovery = millisSince(start);
        } finally {
            Struck one = new Struck(fault.kind(), recovery);
            struck.add(one);
            progress.accept(one);
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
