package io.haochaping.dashboard;

import io.haochaping.configuration.Kind;
import io.haochaping.configuration.Option;

/** Every key of the dashboard's configuration. A released key is never renamed or removed, and never changes its kind. */
enum DashboardOption implements Option {
    STORE_URL(
            "store.url", Kind.TEXT, null, "Store, `jdbc:postgresql://host:port/database`, without user and password."),
    STORE_USER("store.user", Kind.TEXT, "", "User of the store; a member of `haochaping_reader` is enough."),
    STORE_PASSWORD("store.password", Kind.TEXT, "", "Password of that user. Better given as an environment variable."),
    STORE_SCHEMA("store.schema", Kind.TEXT, "haochaping", "Schema of the store."),
    HOST(
            "dashboard.host",
            Kind.TEXT,
            "127.0.0.1",
            "Address to listen on: a loopback one, until there is access control."),
    PORT("dashboard.port", Kind.NUMBER, "8080", "Port to listen on."),
    ALLOWED_HOSTS(
            "dashboard.allowed-hosts",
            Kind.LIST,
            "",
            "Host names that requests may carry beside the loopback ones, without port: those of a proxy that passes them on."),
    NAMES(
            "dashboard.names",
            Kind.TEXT,
            "",
            "File with names of departments, venues, items and regions (below). A path that is relative begins where this file lies."),
    LANGUAGE(
            "dashboard.language",
            Kind.TEXT,
            "zh",
            "`zh` or `en`: language of CSV header lines where a request names none."),
    POLL_INTERVAL("dashboard.poll-interval", Kind.DURATION, "50 ms", "How often the store is asked for a new cut."),
    STALE_AFTER("dashboard.stale-after", Kind.DURATION, "5 min", "A cut older than this makes `/health` fail."),
    STREAMS("dashboard.streams", Kind.NUMBER, "2000", "Streams of events that may be open at once."),
    EXPLAIN_COMMAND(
            "dashboard.explain-command",
            Kind.LIST,
            "",
            "Words of the command that opens a number of the page, such as `[/opt/haochaping/haochaping, explain, --config, live.yaml]`; two run at once at most. Without it the page shows the command."),
    EXPLAIN_LIMIT("dashboard.explain-limit", Kind.DURATION, "5 min", "A command that takes longer than this is ended.");

    private final String key;
    private final Kind kind;
    private final String standard;
    private final String description;

    DashboardOption(String key, Kind kind, String standard, String description) {
        this.key = key;
        this.kind = kind;
        this.standard = standard;
        this.description = description;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isRequired() {
        return standard == null;
    }

    @Override
    public String standard() {
        return standard == null ? "" : standard;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean mayBeEmpty() {
        return this == STORE_USER || this == STORE_PASSWORD;
    }
}
