package io.haochaping.dashboard;

import static io.haochaping.dashboard.DashboardOption.*;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.configuration.Configuration;
import io.haochaping.configuration.Settings;
import io.haochaping.dashboard.api.Language;
import io.haochaping.dashboard.api.NameBook;
import io.haochaping.dashboard.api.NamesProblem;
import io.haochaping.dashboard.cut.StoreAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration of the dashboard. Every key stands in docs/configuration.md.
 *
 * @param port 0: any that is free, for those who start it themselves
 * @param allowedHosts names that requests may carry beside the loopback ones
 * @param explainCommand what opens a number, with the options of explain behind it; empty: nothing does
 */
public record DashboardConfig(
        StoreAddress store,
        String host,
        int port,
        List<String> allowedHosts,
        NameBook names,
        Language language,
        Duration pollInterval,
        Duration staleAfter,
        int streams,
        List<String> explainCommand,
        Duration explainLimit) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");
    /** An address in brackets is a name, too, to a browser. */
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    private static final Duration SHORTEST_POLL = Duration.ofMillis(50);

    /** The standard of everything, on any free port of the loopback address. */
    public static DashboardConfig of(StoreAddress store) {
        return new DashboardConfig(
                store,
                HOST.standard(),
                0,
                List.of(),
                NameBook.builtIn(),
                Language.ZH,
                Duration.ofMillis(50),
                Duration.ofMinutes(5),
                2_000,
                List.of(),
                Duration.ofMinutes(5));
    }

    /** @param other 0: any that is free */
    public DashboardConfig withPort(int other) {
        return new DashboardConfig(
                store,
                host,
                other,
                allowedHosts,
                names,
                language,
                pollInterval,
                staleAfter,
                streams,
                explainCommand,
                explainLimit);
    }

    public DashboardConfig withStreams(int other) {
        return new DashboardConfig(
                store,
                host,
                port,
                allowedHosts,
                names,
                language,
                pollInterval,
                staleAfter,
                other,
                explainCommand,
                explainLimit);
    }

    public DashboardConfig withAllowedHosts(List<String> others) {
        return new DashboardConfig(
                store,
                host,
                port,
                others,
                names,
                language,
                pollInterval,
                staleAfter,
                streams,
                explainCommand,
                explainLimit);
    }

    public DashboardConfig withExplainCommand(List<String> other) {
        return new DashboardConfig(
                store,
                host,
                port,
                allowedHosts,
                names,
                language,
                pollInterval,
                staleAfter,
                streams,
                other,
                explainLimit);
    }

    public DashboardConfig withNames(NameBook others) {
        return new DashboardConfig(
                store,
                host,
                port,
                allowedHosts,
                others,
                language,
                pollInterval,
                staleAfter,
                streams,
                explainCommand,
                explainLimit);
    }

    /** @throws ConfigProblem naming everything that is wrong at once, each with its line, key and remedy */
    public static DashboardConfig load(Path file, Map<String, String> environment) throws ConfigProblem {
        return Configuration.load(
                file, environment, List.of(DashboardOption.values()), settings -> read(settings, file));
    }

    private static Optional<DashboardConfig> read(Settings settings, Path file) {
        String host = settings.text(HOST);
        if (!LOOPBACK.matcher(host).matches()) {
            settings.refuse(
                    HOST,
                    "is \"" + host + "\", no loopback address: there is no access control yet, so write 127.0.0.1"
                            + " and put a proxy that asks for a password before it");
        }
        int port = settings.number(PORT);
        if (port > 65_535) {
            settings.refuse(PORT, "is greater than 65535, the last port");
        }
        List<String> allowedHosts = settings.list(ALLOWED_HOSTS);
        for (String allowed : allowedHosts) {
            if (!HOST_NAME.matcher(allowed).matches()) {
                settings.refuse(
                        ALLOWED_HOSTS,
                        "holds \"" + allowed + "\", no host name: write it as browsers do, without http:// and port");
            }
        }
        NameBook names = names(settings, file);
        String language = settings.text(LANGUAGE);
        boolean known = language.equals("zh") || language.equals("en");
        if (!known) {
            settings.refuse(LANGUAGE, "is \"" + language + "\": write zh or en");
        }
        Duration poll = settings.duration(POLL_INTERVAL);
        if (poll.compareTo(SHORTEST_POLL) < 0) {
            settings.refuse(POLL_INTERVAL, "is shorter than 50 ms: that often would be a load of its own");
        }
        Duration staleAfter = settings.duration(STALE_AFTER);
        int streams = settings.number(STREAMS);
        List<String> explain = settings.list(EXPLAIN_COMMAND);
        Duration explainLimit = settings.duration(EXPLAIN_LIMIT);
        return store(settings)
                .map(store -> new DashboardConfig(
                        store,
                        host,
                        port,
                        allowedHosts,
                        names,
                        known ? Language.of(language) : Language.ZH,
                        poll,
                        staleAfter,
                        streams,
                        explain,
                        explainLimit));
    }

    private static NameBook names(Settings settings, Path file) {
        if (!settings.isSet(NAMES)) {
            return NameBook.builtIn();
        }
        String written = settings.text(NAMES);
        try {
            return NameBook.read(file.resolveSibling(written));
        } catch (NamesProblem | InvalidPathException problem) {
            settings.refuse(NAMES, "is \"" + written + "\", which cannot be used: " + problem.getMessage());
            return NameBook.builtIn();
        }
    }

    private static Optional<StoreAddress> store(Settings settings) {
        String url = settings.postgresUrl(STORE_URL);
        try {
            return Optional.of(new StoreAddress(
                    url, settings.text(STORE_USER), settings.text(STORE_PASSWORD), settings.text(STORE_SCHEMA)));
        } catch (IllegalArgumentException noSchema) {
            settings.refuse(STORE_SCHEMA, "is refused: " + noSchema.getMessage());
            return Optional.empty();
        }
    }
}
