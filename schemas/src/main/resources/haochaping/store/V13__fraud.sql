-- Flags of suspicion (docs/fraud.md). They change no figure; they depend on personal parts and on a key, so no replay is held to them
-- (docs/decisions/0073), and a restatement brings them like every other row.

create table ${schema}.fraud_flag (
    id          uuid        primary key,
    signal      text        not null,
    scope       text        not null,
    case_number text        not null,
    ordinal     int         not null,
    content     bigint      not null,
    rated_at    timestamptz not null,
    region      text        not null,
    department  text        not null,
    channel     text        not null,
    cell_kind   text        not null,
    cell        text        not null,
    records     bigint,
    epoch       bigint      not null,
    row_hash    bytea       not null
);
create index fraud_flag_rated_at on ${schema}.fraud_flag (rated_at);
comment on column ${schema}.fraud_flag.case_number is 'Restricted: no view shows it.';
comment on column ${schema}.fraud_flag.content is 'Digest of the content. Restricted: no view shows it.';

create table ${schema}.fraud_cell (
    id        uuid        primary key,
    cell_kind text        not null,
    cell      text        not null,
    begins    timestamptz not null,
    records   bigint,
    epoch     bigint      not null,
    row_hash  bytea       not null
);
create index fraud_cell_begins on ${schema}.fraud_cell (begins);

create view ${schema}.v_fraud_flags as
select
    f.signal,
    case f.signal
        when 'many-by-rater' then '同一评价人 10 分钟内评价过多'
        when 'many-by-device' then '同一设备 10 分钟内评价过多'
        when 'many-by-address' then '同一网络地址 10 分钟内评价过多'
        when 'all-best-no-text' then '同一评价人或设备 10 分钟内全部最优且无文字'
        when 'burst-at-terminal' then '同一终端连续评价，间隔短于常人所能'
        when 'two-values' then '同一服务有两种不同等级的评价'
        when 'rated-before-accepted' then '评价早于受理'
        when 'tag-against-level' then '标签与等级矛盾'
        else f.signal
    end as reason_zh,
    case f.signal
        when 'many-by-rater' then 'One rater gave too many ratings within ten minutes'
        when 'many-by-device' then 'Too many ratings came from one device within ten minutes'
        when 'many-by-address' then 'Too many ratings came from one network address within ten minutes'
        when 'all-best-no-text' then 'All ratings of one rater or device within ten minutes are of the best level and none has a text'
        when 'burst-at-terminal' then 'Ratings at one terminal follow each other faster than people can be served'
        when 'two-values' then 'One service has ratings of two levels'
        when 'rated-before-accepted' then 'The rating lies before the acceptance'
        when 'tag-against-level' then 'A tag belongs to another level'
        else f.signal
    end as reason_en,
    f.rated_at,
    (f.rated_at at time zone 'Asia/Shanghai')::date as day,
    f.region, f.department, f.channel, f.cell_kind, f.cell, h.restored
from ${schema}.fraud_flag f
cross join ${schema}.head h
where f.records > 0;

create view ${schema}.v_fraud_cells as
select c.cell_kind, c.cell, c.begins, c.begins + interval '10 minutes' as ends, c.records as ratings, h.restored
from ${schema}.fraud_cell c
cross join ${schema}.head h
where c.records > 0;

-- A rating with several signals is one flagged rating of the day, and one of each signal.
create view ${schema}.v_fraud_day as
with flagged as (
    select
        (f.rated_at at time zone 'Asia/Shanghai')::date as day,
        f.region, f.department,
        case when grouping(f.signal) = 1 then 'any' else f.signal end as signal,
        count(distinct (f.scope, f.case_number, f.ordinal, f.content)) as flagged
    from ${schema}.fraud_flag f
    where f.records > 0
    group by grouping sets ((1, 2, 3, f.signal), (1, 2, 3))
)
select
    f.day, f.region, f.department, f.signal, f.flagged,
    (
        select coalesce(sum(
            coalesce(l.level_1, 0) + coalesce(l.level_2, 0) + coalesce(l.level_3, 0) + coalesce(l.level_4, 0) + coalesce(l.level_5, 0)), 0)::bigint
        from ${schema}.hour_leaf l
        where l.hour >= f.day::timestamp at time zone 'Asia/Shanghai'
            and l.hour < (f.day + 1)::timestamp at time zone 'Asia/Shanghai'
            and l.region = f.region
            and l.department = f.department
    ) as counted,
    h.restored
from flagged f
cross join ${schema}.head h;
