package io.haochaping.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerCpuTest {
    @Test
    void itAddsUpTheProcessAndItsEndedWorkers() {
        String stat =
                "4711 (postgres: a) b (c) S 1 4711 4711 0 -1 4194560 2500 90000 1 2 150 50 1000 200 20 0 1 0 123456";

        assertThat(ServerCpu.ofStat(stat)).isEqualTo(Duration.ofSeconds(14));
    }
}
