package io.haochaping.dashboard.server;

import io.haochaping.dashboard.cut.EquationLine;
import io.haochaping.dashboard.cut.FollowerMetrics;
import io.haochaping.dashboard.cut.Snapshot;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What Prometheus is told. Paths that do not exist share one label, so that a stranger cannot fill the memory with labels. */
public final class Metrics implements FollowerMetrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Histogram requests = Histogram.builder()
            .name("haochaping_dashboard_request_duration_seconds")
            .help("From the request to the last byte of its answer, streams of events left out")
            .labelNames("path", "status")
            .classicOnly()
            .classicUpperBounds(.001, .0025, .005, .01, .02, .05, .1, .25, 1, 5)
            .register(registry);
    private final Gauge streams = gauge("haochaping_dashboard_event_streams", "Streams of events that are open");
    private final Counter refusedStreams =
            counter("haochaping_dashboard_event_streams_refused_total", "Streams refused because too many were open");
    private final Counter skippedEvents = counter(
            "haochaping_dashboard_events_skipped_total",
            "Cuts that a slow client did not get because a newer one came");
    private final Gauge epoch = gauge("haochaping_dashboard_cut_epoch", "Epoch of the cut that is shown");
    private final Gauge committed =
            gauge("haochaping_dashboard_cut_committed_timestamp_seconds", "When the cut that is shown was committed");
    private final Gauge completeThrough = gauge(
            "haochaping_dashboard_complete_through_timestamp_seconds",
            "completeThrough of the cut that is shown; 0: not known");
    private final Gauge restored = gauge("haochaping_dashboard_store_restored", "1: a backup was put back");
    private final Gauge gap = gauge(
            "haochaping_dashboard_equation_gap_records", "Records received and in no class; anything but 0 is a fault");
    private final Gauge partitionGaps = Gauge.builder()
            .name("haochaping_dashboard_equation_partition_gap_records")
            .help("Records of a partition received and in no class; anything but 0 is a fault")
            .labelNames("topic", "partition")
            .register(registry);
    private final Gauge topicGaps = Gauge.builder()
            .name("haochaping_dashboard_equation_topic_gap_records")
            .help("Records of a topic received and in no class; anything but 0 is a fault")
            .labelNames("topic")
            .register(registry);
    private final Gauge openPartitions = gauge(
            "haochaping_dashboard_equation_open_partitions",
            "Partitions whose equation does not close; their gaps may cancel each other in a sum");
    private final Gauge partitionRecords = Gauge.builder()
            .name("haochaping_dashboard_equation_partition_records")
            .help("Records of a partition: received, and in each class of the closing equation")
            .labelNames("topic", "partition", "class")
            .register(registry);
    private final Gauge ratingGap = gauge(
            "haochaping_dashboard_rating_gap_ratings",
            "Ratings in the rows that are neither counted records nor generated defaults; anything but 0 is a fault");
    private final Gauge alerts = gauge("haochaping_dashboard_open_alerts", "Alerts that stand");
    private final Gauge heldBytes = gauge("haochaping_dashboard_held_bytes", "About what the figures take in memory");
    private final Histogram refreshes = Histogram.builder()
            .name("haochaping_dashboard_refresh_duration_seconds")
            .help("From the sight of a new cut to its snapshot")
            .classicOnly()
            .classicUpperBounds(.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 60)
            .register(registry);
    private final Counter failures =
            counter("haochaping_dashboard_refresh_failures_total", "Times the store could not be read");
    private final Counter days =
            counter("haochaping_dashboard_days_read_total", "Days read from the store, whole or in part");

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    void answered(String path, int status, long nanos) {
        requests.labelValues(path, Integer.toString(status)).observe(nanos / NANOS_PER_SECOND);
    }

    void streams(int open) {
        streams.set(open);
    }

    void streamRefused() {
        refusedStreams.inc();
    }

    void eventSkipped() {
        skippedEvents.inc();
    }

    @Override
    public void moved(Snapshot snapshot, long nanos) {
        refreshes.observe(nanos / NANOS_PER_SECOND);
        epoch.set(snapshot.cut().epoch());
        committed.set(snapshot.cut().committedAt() / 1_000.0);
        completeThrough.set(
                snapshot.cut().isCompleteThroughKnown() ? snapshot.cut().completeThrough() / 1_000.0 : 0);
        restored.set(snapshot.cut().restored() ? 1 : 0);
        gap.set(snapshot.equationTotal().gap());
        ratingGap.set(snapshot.cut().ratingGap());
        openPartitions.set(snapshot.openPartitions());
        equation(snapshot.equation());
        alerts.set(snapshot.alerts().size());
        heldBytes.set(snapshot.bytes());
    }

    private void equation(List<EquationLine> lines) {
        // A scrape between the calls misses partitions and never shows one of an earlier cut.
        partitionGaps.clear();
        partitionRecords.clear();
        topicGaps.clear();
        for (EquationLine line : lines) {
            if (line.partition() != null) {
                String partition = line.partition().toString();
                partitionGaps.labelValues(line.topic(), partition).set(line.gap());
                Map.of(
                                "received", line.received(),
                                "counted", line.counted(),
                                "duplicate", line.duplicate(),
                                "superseded", line.superseded(),
                                "voided", line.voided(),
                                "excluded", line.excluded(),
                                "quarantined", line.quarantined())
                        .forEach((name, records) -> partitionRecords
                                .labelValues(line.topic(), partition, name)
                                .set(records));
            } else if (line.topic() != null) {
                topicGaps.labelValues(line.topic()).set(line.gap());
            }
        }
    }

    @Override
    public void failed() {
        failures.inc();
    }

    @Override
    public void daysRead(long read) {
        days.inc(read);
    }

    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return out.toByteArray();
    }
}
