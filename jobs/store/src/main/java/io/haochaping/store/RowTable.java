package io.haochaping.store;

import static io.haochaping.domain.tally.Figure.*;

import io.haochaping.domain.row.RowKind;
import io.haochaping.domain.tally.Figure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the rows of one kind lie in their table: key columns in the order of the key's parts, then figures. */
enum RowTable {
    HOUR_LEAF(
            RowKind.HOUR,
            "hour_leaf",
            List.of(
                    Key.smallint("part"),
                    Key.instant("hour"),
                    Key.text("region"),
                    Key.text("department"),
                    Key.text("venue"),
                    Key.text("item"),
                    Key.text("channel"),
                    Key.text("origin_app"),
                    Key.text("rules_version")),
            List.of(
                    LEVEL_1,
                    LEVEL_2,
                    LEVEL_3,
                    LEVEL_4,
                    LEVEL_5,
                    DEFAULT_1,
                    DEFAULT_2,
                    DEFAULT_3,
                    DEFAULT_4,
                    DEFAULT_5,
                    GENERATED_DEFAULTS,
                    REAL_NAME_BAD,
                    UNMATCHED,
                    SHARED_RATINGS,
                    ACCEPTED,
                    SERVED,
                    COMPLETED,
                    SHARED_COMPLETED,
                    RATED_CASES,
                    TIMED,
                    CALENDAR_SECONDS,
                    WORKING_TIMED,
                    WORKING_SECONDS,
                    ORDER_OPENED,
                    ORDER_CONTACTED,
                    ORDER_RECTIFIED,
                    ORDER_REPLIED,
                    ORDER_REVISITED,
                    ORDER_RERATED,
                    ORDER_RERATED_GOOD,
                    VOIDS,
                    COMPLAINTS,
                    COMPLAINT_ACCEPTED,
                    COMPLAINT_COMPLETED,
                    COMPLAINT_REPLIED,
                    COMPLAINT_REPLY_RATED,
                    COMPLAINT_REPLY_SATISFIED,
                    COMPLAINT_TIMED,
                    COMPLAINT_SECONDS,
                    COMPLAINT_ACCEPTANCE_DUE,
                    COMPLAINT_ACCEPTANCE_MET,
                    COMPLAINT_COMPLETION_DUE,
                    COMPLAINT_COMPLETION_MET,
                    COMPLAINT_SIMPLE_DUE,
                    COMPLAINT_SIMPLE_MET,
                    LIMITS_READ,
                    DAY_TIMED,
                    WITHIN_DAY,
                    PROMISED,
                    PROMISED_DECIDED,
                    PROMISED_MET,
                    PROMISED_UNKNOWN_DAYS,
                    STATUTORY,
                    STATUTORY_DECIDED,
                    STATUTORY_MET,
                    STATUTORY_UNKNOWN_DAYS,
                    LENGTHS_COMPARED,
                    LENGTHS_MIXED,
                    PROMISED_LENGTH,
                    STATUTORY_LENGTH,
                    ORDER_CONTACT_DUE,
                    ORDER_CONTACT_MET,
                    ORDER_CONTACT_UNKNOWN_DAYS,
                    ORDER_CONTACT_UNKNOWN_SEVERITY,
                    ORDER_RECTIFY_DUE,
                    ORDER_RECTIFY_MET,
                    ORDER_RECTIFY_UNKNOWN_DAYS,
                    ORDER_RECTIFY_UNKNOWN_SEVERITY,
                    ORDER_REPLY_DUE,
                    ORDER_REPLY_MET,
                    ORDER_REPLY_UNKNOWN_DAYS,
                    ORDER_REPLY_UNKNOWN_SEVERITY,
                    ORDER_REVISIT_DUE,
                    ORDER_REVISIT_MET,
                    ORDER_REVISIT_UNKNOWN_DAYS,
                    ORDER_REVISIT_UNKNOWN_SEVERITY),
            true),
    MINUTE_ROW(
            RowKind.MINUTE,
            "minute_row",
            List.of(Key.instant("minute"), Key.text("region"), Key.text("department"), Key.text("channel")),
            List.of(
                    LEVEL_1,
                    LEVEL_2,
                    LEVEL_3,
                    LEVEL_4,
                    LEVEL_5,
                    DEFAULT_1,
                    DEFAULT_2,
                    DEFAULT_3,
                    DEFAULT_4,
                    DEFAULT_5,
                    REAL_NAME_BAD,
                    UNMATCHED,
                    ACCEPTED,
                    SERVED,
                    COMPLETED,
                    RATED_CASES,
                    TIMED,
                    CALENDAR_SECONDS,
                    WORKING_TIMED,
                    WORKING_SECONDS,
                    ORDER_OPENED,
                    ORDER_CONTACTED,
                    ORDER_RECTIFIED,
                    ORDER_REPLIED,
                    ORDER_REVISITED,
                    ORDER_RERATED,
                    ORDER_RERATED_GOOD,
                    VOIDS,
                    COMPLAINTS),
            false),
    TAG_ROW(RowKind.TAG, "tag_row", List.of(Key.day("day"), Key.text("item"), Key.text("tag")), List.of(TAGGED), false),
    EQUATION_ROW(
            RowKind.EQUATION,
            "equation_row",
            List.of(Key.text("topic"), Key.integer("partition"), Key.text("kind")),
            List.of(COUNTED, DUPLICATE, SUPERSEDED, VOIDED, EXCLUDED, QUARANTINED),
            false),
    BAD_REVIEW(
            RowKind.BAD,
            "bad_review",
            List.of(
                    Key.text("scope"),
                    Key.text("case_number"),
                    Key.integer("ordinal"),
                    Key.smallint("level"),
                    Key.instant("rated_at"),
                    Key.text("region"),
                    Key.text("department"),
                    Key.text("venue"),
                    Key.text("item"),
                    Key.text("channel"),
                    Key.list("tags"),
                    Key.flag("real_name")),
            List.of(OPEN),
            false),
    FLAG_ROW(RowKind.FLAG, "flag_row", List.of(Key.text("flag"), Key.text("subject")), List.of(RECORDS), false),
    FRAUD_FLAG(
            RowKind.SUSPECT,
            "fraud_flag",
            List.of(
                    Key.text("signal"),
                    Key.text("scope"),
                    Key.text("case_number"),
                    Key.integer("ordinal"),
                    Key.bigint("content"),
                    Key.instant("rated_at"),
                    Key.text("region"),
                    Key.text("department"),
                    Key.text("channel"),
                    Key.text("cell_kind"),
                    Key.text("cell")),
            List.of(RECORDS),
            false),
    FRAUD_CELL(
            RowKind.CELL,
            "fraud_cell",
            List.of(Key.text("cell_kind"), Key.text("cell"), Key.instant("begins")),
            List.of(RECORDS),
            false);

    /** Types of key columns as they are copied. */
    enum Copied {
        TEXT("text"),
        SMALLINT("smallint"),
        INT("int"),
        BIGINT("bigint"),
        INSTANT("timestamptz"),
        FLAG("boolean");

        private final String sql;

        Copied(String sql) {
            this.sql = sql;
        }
    }

    /**
     * A key column.
     *
     * @param copied its type in the staging table, which takes the part as it stands in the key
     * @param conversion SQL from the staging column to the table's column
     * @param extraction SQL from the table's column back to the part
     */
    record Key(String name, Copied copied, String conversion, String extraction) {
        static Key text(String name) {
            return new Key(name, Copied.TEXT, name, name);
        }

        static Key smallint(String name) {
            return new Key(name, Copied.SMALLINT, name, name);
        }

        static Key integer(String name) {
            return new Key(name, Copied.INT, name, name);
        }

        static Key bigint(String name) {
            return new Key(name, Copied.BIGINT, name, name);
        }

        static Key instant(String name) {
            return new Key(name, Copied.INSTANT, name, "(extract(epoch from " + name + ") * 1000)::bigint");
        }

        static Key day(String name) {
            return new Key(name, Copied.INT, "date '1970-01-01' + " + name, name + " - date '1970-01-01'");
        }

        static Key list(String name) {
            return new Key(
                    name, Copied.TEXT, "string_to_array(" + name + ", ';')", "array_to_string(" + name + ", ';')");
        }

        static Key flag(String name) {
            return new Key(name, Copied.FLAG, name, name);
        }
    }

    static final List<String> BUCKETS =
            List.of("calendar_buckets", "calendar_counts", "working_buckets", "working_counts");

    private static final int ID_EPOCH_AND_HASH = 3;

    private final RowKind kind;
    private final String table;
    private final List<Key> keys;
    private final List<Figure> figures;
    private final boolean buckets;

    RowTable(RowKind kind, String table, List<Key> keys, List<Figure> figures, boolean buckets) {
        this.kind = kind;
        this.table = table;
        this.keys = keys;
        this.figures = figures;
        this.buckets = buckets;
    }

    static RowTable of(RowKind kind) {
        return values()[kind.ordinal()];
    }

    RowKind kind() {
        return kind;
    }

    String table() {
        return table;
    }

    List<Key> keys() {
        return keys;
    }

    List<Figure> figures() {
        return figures;
    }

    boolean hasBuckets() {
        return buckets;
    }

    /** Columns behind the key that a change replaces. */
    private List<String> valueColumns() {
        List<String> columns =
                new ArrayList<>(figures.stream().map(Figure::column).toList());
        if (buckets) {
            columns.addAll(BUCKETS);
        }
        columns.add("epoch");
        columns.add("row_hash");
        return columns;
    }

    private String stage() {
        return "stage_" + table;
    }

    String createStage() {
        String columns = Stream.of(
                        Stream.of("id uuid"),
                        keys.stream().map(key -> key.name() + " " + key.copied().sql),
                        figures.stream().map(figure -> figure.column() + " bigint"),
                        bucketColumns(),
                        Stream.of("epoch bigint", "row_hash bytea"))
                .flatMap(stream -> stream)
                .collect(Collectors.joining(", "));
        return "create temp table if not exists " + stage() + " (" + columns + ") on commit delete rows";
    }

    private Stream<String> bucketColumns() {
        return buckets
                ? Stream.of(
                        "calendar_buckets int[]",
                        "calendar_counts bigint[]",
                        "working_buckets int[]",
                        "working_counts bigint[]")
                : Stream.of();
    }

    /** @param used figures that some line has; a column that is not named stays null */
    String copyIntoStage(Collection<Figure> used, boolean withBuckets) {
        return copy(stage(), used, withBuckets);
    }

    /**
     * Whether rows that the cut before did not have are copied into the table itself, past stage and merge (docs/decisions/0077): hour leaves and minutes, which are nearly all that is written.
     */
    boolean takesNewRowsDirectly() {
        return this == HOUR_LEAF || this == MINUTE_ROW;
    }

    String copyNew(String schema, Collection<Figure> used, boolean withBuckets) {
        return copy(schema + "." + table, used, withBuckets);
    }

    private String copy(String target, Collection<Figure> used, boolean withBuckets) {
        String columns = Stream.of(
                        Stream.of("id"),
                        keys.stream().map(Key::name),
                        used.stream().map(Figure::column),
                        withBuckets ? BUCKETS.stream() : Stream.<String>of(),
                        Stream.of("epoch", "row_hash"))
                .flatMap(stream -> stream)
                .collect(Collectors.joining(", "));
        return "copy " + target + " (" + columns + ") from stdin with (format binary)";
    }

    /** How many columns a copied row has. */
    int copiedColumns(UsedColumns used) {
        return keys.size() + used.figures().size() + (used.buckets() ? BUCKETS.size() : 0) + ID_EPOCH_AND_HASH;
    }

    private String names() {
        return Stream.of(Stream.of("id"), keys.stream().map(Key::name), valueColumns().stream())
                .flatMap(stream -> stream)
                .collect(Collectors.joining(", "));
    }

    String mergeStage(String schema) {
        String values = Stream.of(Stream.of("id"), keys.stream().map(Key::conversion), valueColumns().stream())
                .flatMap(stream -> stream)
                .collect(Collectors.joining(", "));
        String sets = valueColumns().stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return "insert into " + schema + "." + table + " (" + names() + ") select " + values + " from " + stage()
                + " on conflict (id) do update set " + sets;
    }

    String deleteByIds(String schema) {
        return "delete from " + schema + "." + table + " where id = any (?)";
    }

    /** Whether the tallies let rows of this kind go once they are final; a restatement cannot name those. */
    boolean becomesFinal() {
        return switch (kind) {
            case HOUR, TAG, SUSPECT, CELL -> true;
            case MINUTE, EQUATION, BAD, FLAG -> false;
        };
    }

    /** Removes what a restatement did not name; final rows stay. Takes the last final instant where the kind has one. */
    String deleteUnstaged(String schema) {
        String onlyOpen =
                switch (kind) {
                    case HOUR -> " and t.hour > to_timestamp(? / 1000.0)";
                    case TAG -> " and t.day > (to_timestamp(? / 1000.0) at time zone 'Asia/Shanghai')::date";
                    case SUSPECT -> " and t.rated_at > to_timestamp(? / 1000.0)";
                    case CELL -> " and t.begins > to_timestamp(? / 1000.0)";
                    default -> "";
                };
        return "delete from " + schema + "." + table + " t where not exists (select 1 from " + stage()
                + " s where s.id = t.id)" + onlyOpen;
    }

    /** Whether a snapshot freezes rows of this kind. */
    boolean isPublished() {
        return this == HOUR_LEAF || this == TAG_ROW;
    }

    /** SQL that holds for the rows of a scope, with a parameter for each value of it; empty where rows of this kind belong to no part of the store. */
    Optional<String> within(RowScope scope) {
        List<String> terms = new ArrayList<>();
        if (!kind.isReplayable() || scope.publishedOnly() && !isPublished()) {
            return Optional.empty();
        }
        if (scope.hasPeriod()) {
            switch (kind) {
                case HOUR -> terms.add(between("hour"));
                case MINUTE -> terms.add(between("minute"));
                case BAD -> terms.add(between("rated_at"));
                case TAG -> terms.add("day >= ? and day < ?");
                case EQUATION, FLAG, SUSPECT, CELL -> {
                    return Optional.empty();
                }
            }
        }
        if (scope.hasPlace()) {
            if (kind == RowKind.TAG || kind == RowKind.EQUATION || kind == RowKind.FLAG) {
                return Optional.empty();
            }
            if (!scope.region().isEmpty()) {
                terms.add("starts_with(region, ?)");
            }
            if (!scope.department().isEmpty()) {
                terms.add("department = ?");
            }
        }
        return Optional.of(terms.isEmpty() ? "true" : String.join(" and ", terms));
    }

    private static String between(String column) {
        return column + " >= ?::timestamp at time zone 'Asia/Shanghai' and " + column
                + " < ?::timestamp at time zone 'Asia/Shanghai'";
    }

    /** Key parts, figures and buckets, then the columns named. */
    String selectAll(String schema, String... further) {
        String columns = Stream.of(
                        keys.stream().map(Key::extraction),
                        figures.stream().map(Figure::column),
                        buckets ? BUCKETS.stream() : Stream.<String>of(),
                        Stream.of(further))
                .flatMap(stream -> stream)
                .collect(Collectors.joining(", "));
        return "select " + columns + " from " + schema + "." + table;
    }
}
