-- The tables of the store. Only the committer writes them; readers use the views (docs/store.md).
-- A figure that is NULL means 0: a row has few figures that are not 0, and a NULL costs a bit where a 0 costs 8 bytes.
-- id = the first 128 bits of SHA-256 over the row's key as text (docs/counting.md, section 8).

create table ${schema}.hour_leaf (
    id                   uuid        primary key,
    hour                 timestamptz not null,
    region               text        not null,
    department           text        not null,
    venue                text        not null,
    item                 text        not null,
    channel              text        not null,
    origin_app           text        not null,
    rules_version        text        not null,
    part                 smallint    not null check (part between 0 and 3),
    level_1              bigint,
    level_2              bigint,
    level_3              bigint,
    level_4              bigint,
    level_5              bigint,
    default_1            bigint,
    default_2            bigint,
    default_3            bigint,
    default_4            bigint,
    default_5            bigint,
    generated_defaults   bigint,
    real_name_bad        bigint,
    unmatched            bigint,
    shared_ratings       bigint,
    accepted             bigint,
    served               bigint,
    completed            bigint,
    shared_completed     bigint,
    rated_cases          bigint,
    timed                bigint,
    calendar_seconds     bigint,
    working_timed        bigint,
    working_seconds      bigint,
    order_opened         bigint,
    order_contacted      bigint,
    order_rectified      bigint,
    order_replied        bigint,
    order_revisited      bigint,
    order_rerated        bigint,
    order_rerated_good   bigint,
    voids                bigint,
    complaints           bigint,
    calendar_buckets     int[],
    calendar_counts      bigint[],
    working_buckets      int[],
    working_counts       bigint[],
    epoch                bigint      not null,
    row_hash             bytea       not null,
    check (coalesce(cardinality(calendar_buckets), 0) = coalesce(cardinality(calendar_counts), 0)),
    check (coalesce(cardinality(working_buckets), 0) = coalesce(cardinality(working_counts), 0))
);
create index hour_leaf_hour on ${schema}.hour_leaf (hour);
comment on column ${schema}.hour_leaf.part is '0 in time, 1 correction, 2 dated in time, 3 dated correction';

create table ${schema}.minute_row (
    id                   uuid        primary key,
    minute               timestamptz not null,
    region               text        not null,
    department           text        not null,
    channel              text        not null,
    level_1              bigint,
    level_2              bigint,
    level_3              bigint,
    level_4              bigint,
    level_5              bigint,
    default_1            bigint,
    default_2            bigint,
    default_3            bigint,
    default_4            bigint,
    default_5            bigint,
    real_name_bad        bigint,
    unmatched            bigint,
    accepted             bigint,
    served               bigint,
    completed            bigint,
    rated_cases          bigint,
    timed                bigint,
    calendar_seconds     bigint,
    working_timed        bigint,
    working_seconds      bigint,
    order_opened         bigint,
    order_contacted      bigint,
    order_rectified      bigint,
    order_replied        bigint,
    order_revisited      bigint,
    order_rerated        bigint,
    order_rerated_good   bigint,
    voids                bigint,
    complaints           bigint,
    epoch                bigint      not null,
    row_hash             bytea       not null
);
create index minute_row_minute on ${schema}.minute_row (minute);

create table ${schema}.tag_row (
    id       uuid   primary key,
    day      date   not null,
    item     text   not null,
    tag      text   not null,
    tagged   bigint,
    epoch    bigint not null,
    row_hash bytea  not null
);
create index tag_row_day on ${schema}.tag_row (day);

create table ${schema}.equation_row (
    id          uuid   primary key,
    topic       text   not null,
    partition   int    not null,
    kind        text   not null,
    counted     bigint,
    duplicate   bigint,
    superseded  bigint,
    voided      bigint,
    excluded    bigint,
    quarantined bigint,
    epoch       bigint not null,
    row_hash    bytea  not null
);

create table ${schema}.bad_review (
    id          uuid        primary key,
    scope       text        not null,
    case_number text        not null,
    ordinal     int         not null,
    level       smallint    not null,
    rated_at    timestamptz not null,
    region      text        not null,
    department  text        not null,
    venue       text        not null,
    item        text        not null,
    channel     text        not null,
    tags        text[]      not null,
    real_name   boolean     not null,
    open        bigint,
    epoch       bigint      not null,
    row_hash    bytea       not null
);
create index bad_review_rated_at on ${schema}.bad_review (rated_at);
comment on column ${schema}.bad_review.case_number is 'Restricted: no view shows it.';

create table ${schema}.flag_row (
    id       uuid   primary key,
    flag     text   not null,
    subject  text   not null,
    records  bigint,
    epoch    bigint not null,
    row_hash bytea  not null
);

create table ${schema}.store_head (
    single         boolean     primary key default true check (single),
    lineage        uuid        not null,
    fence          bigint      not null,
    epoch          bigint      not null,
    cut_name       text,
    restored       boolean     not null default false,
    restored_since timestamptz
);

create table ${schema}.cut (
    epoch               bigint      primary key,
    cut_name            text        not null unique,
    predecessor         text,
    lineage             uuid        not null,
    fence               bigint      not null,
    committed_at        timestamptz not null default now(),
    complete_through    timestamptz,
    decision_names      text[]      not null,
    decision_digests    text[]      not null,
    decision_set_digest text        not null,
    code_version        text        not null,
    restatement         boolean     not null default false,
    total_ratings       bigint      not null default 0,
    total_counted       bigint      not null default 0,
    total_generated     bigint      not null default 0,
    total_received      bigint      not null default 0,
    total_classified    bigint      not null default 0,
    topics              text[]      not null,
    partitions          int[]       not null,
    start_offsets       bigint[]    not null,
    end_offsets         bigint[]    not null,
    received            bigint[]    not null,
    ticks               bigint[]    not null,
    last_ticks          bigint[]    not null,
    check (cardinality(decision_names) = cardinality(decision_digests)),
    check (cardinality(topics) = cardinality(partitions)
        and cardinality(topics) = cardinality(start_offsets)
        and cardinality(topics) = cardinality(end_offsets)
        and cardinality(topics) = cardinality(received)
        and cardinality(topics) = cardinality(ticks)
        and cardinality(topics) = cardinality(last_ticks))
);
comment on column ${schema}.cut.last_ticks is 'T of the last valid tick per partition, milliseconds since 1970; -1: none yet';

create table ${schema}.quarantine (
    topic                 text        not null,
    partition             int         not null,
    record_offset         bigint      not null,
    appended_at           timestamptz not null,
    effective_appended_at timestamptz not null,
    reason                text        not null,
    message_zh            text        not null,
    message_en            text        not null,
    key                   bytea,
    value                 bytea,
    value_length          int         not null,
    value_sha256          text        not null,
    headers               jsonb       not null default '{}',
    redrive_of            text        not null default '',
    epoch                 bigint      not null,
    primary key (topic, partition, record_offset)
);

create table ${schema}.outbox (
    topic      text   not null,
    id         text   not null,
    epoch      bigint not null,
    state      text   not null check (state in ('OPEN', 'WITHDRAWN')),
    payload    bytea  not null,
    sent_epoch bigint not null default 0,
    primary key (topic, id)
);
create index outbox_unsent on ${schema}.outbox (epoch) where sent_epoch < epoch;

create table ${schema}.alert (
    id               text        primary key,
    epoch            bigint      not null,
    state            text        not null,
    kind             text        not null,
    subject          text        not null,
    message_zh       text        not null,
    message_en       text        not null,
    since            timestamptz,
    complete_through timestamptz
);

create table ${schema}.last_seen (
    dimension   text        not null check (dimension in ('channel', 'department')),
    value       text        not null,
    last_minute timestamptz not null,
    primary key (dimension, value)
);

-- Until when a record counts in time for a month: filled by the job from the working-day calendar. No row: not known yet.
create table ${schema}.month_cutoff (
    month   date        primary key check (extract(day from month) = 1),
    cut_off timestamptz not null
);
