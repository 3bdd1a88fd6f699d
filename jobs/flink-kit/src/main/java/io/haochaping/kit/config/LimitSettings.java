package io.haochaping.kit.config;

import java.io.Serializable;
import java.time.Duration;

/** The limits as configured; {@link LiveConfig#limits()} gives them as the domain wants them. */
public record LimitSettings(
        Duration horizon,
        Duration sessionGap,
        Duration sessionLength,
        Duration futureTolerance,
        Duration minuteRetention)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
