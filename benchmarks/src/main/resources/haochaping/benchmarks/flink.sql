-- What a user of Flink SQL would write. ${...} is filled in by FlinkSqlContender; docs/performance.md says what it leaves out.
create table rating (
    case_high  bigint,
    case_low   bigint,
    `ordinal`  int,
    revision   int,
    content    bigint,
    own_time   bigint,
    level      int,
    region     string,
    department string,
    venue      string,
    item       string,
    channel    string,
    origin_app string
) with (
    'connector' = 'kafka',
    'topic-pattern' = 'rating\..*',
    'properties.bootstrap.servers' = '${bootstrap}',
    'properties.isolation.level' = 'read_committed',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'scan.topic-partition-discovery.interval' = '0',
    'format' = 'haochaping',
    'haochaping.topic' = 'rating.web',
    'haochaping.appended-at' = '${appended-at}'
);
create table case_event (
    case_high  bigint,
    case_low   bigint,
    kind       int,
    revision   int,
    content    bigint,
    own_time   bigint,
    region     string,
    department string,
    venue      string,
    item       string,
    channel    string,
    origin_app string
) with (
    'connector' = 'kafka',
    'topic' = 'case.event',
    'properties.bootstrap.servers' = '${bootstrap}',
    'properties.isolation.level' = 'read_committed',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'scan.topic-partition-discovery.interval' = '0',
    'format' = 'haochaping',
    'haochaping.topic' = 'case.event',
    'haochaping.appended-at' = '${appended-at}'
);
create table leaf (
    `hour`     bigint,
    dated      boolean,
    region     string,
    department string,
    venue      string,
    item       string,
    channel    string,
    origin_app string,
    level_1    bigint,
    level_2    bigint,
    level_3    bigint,
    level_4    bigint,
    level_5    bigint,
    generated_defaults bigint,
    accepted   bigint,
    completed  bigint,
    rated_cases bigint,
    timed      bigint,
    calendar_seconds bigint,
    primary key (`hour`, dated, region, department, venue, item, channel, origin_app) not enforced
) with (
    'connector' = 'jdbc',
    'url' = '${url}',
    'table-name' = '${table}',
    'username' = '${user}',
    'password' = '${password}',
    'sink.buffer-flush.max-rows' = '5000',
    'sink.buffer-flush.interval' = '1s'
);
-- The record that counts of each identity: the highest revision, then the earliest, then the smallest content.
create temporary view first_rating as
select * from (
    select *, row_number() over (partition by case_high, case_low, `ordinal` order by revision desc, own_time, content) as place
    from rating
) where place = 1;
-- 2 accepted, 4 completed
create temporary view first_event as
select * from (
    select *, row_number() over (partition by case_high, case_low, kind order by revision desc, own_time, content) as place
    from case_event
) where place = 1;
create temporary view completed_case as
select c.*, a.own_time as accepted_at, r.ratings
from (select * from first_event where kind = 4) c
left join (select case_high, case_low, own_time from first_event where kind = 2) a
    on c.case_high = a.case_high and c.case_low = a.case_low
left join (select case_high, case_low, count(*) as ratings from rating group by case_high, case_low) r
    on c.case_high = r.case_high and c.case_low = r.case_low;
create temporary view contribution as
select own_time / 3600000 as `hour`, false as dated, region, department, venue, item, channel, origin_app, level,
       0 as accepted, 0 as completed, 0 as rated, 0 as timed, cast(0 as bigint) as seconds, 0 as defaulted
from first_rating
union all
select own_time / 3600000, false, region, department, venue, item, channel, origin_app, 0,
       1, 0, 0, 0, cast(0 as bigint), 0
from first_event where kind = 2
union all
select own_time / 3600000, false, region, department, venue, item, channel, origin_app, 0,
       0, 1, case when ratings > 0 then 1 else 0 end, case when accepted_at <= own_time then 1 else 0 end,
       case when accepted_at <= own_time then (own_time - accepted_at) / 1000 else cast(0 as bigint) end, 0
from completed_case
union all
-- 23:59:59 in Shanghai of the seventh day after the day of completion
select ((own_time + 28800000) / 86400000 + 8) * 24 - 9, true, region, department, venue, item, 'default', '', 0,
       0, 0, 0, 0, cast(0 as bigint), 1
from completed_case where ratings is null;
insert into leaf
select `hour`, dated, region, department, venue, item, channel, origin_app,
       sum(case when level = 1 then cast(1 as bigint) else 0 end),
       sum(case when level = 2 then cast(1 as bigint) else 0 end),
       sum(case when level = 3 then cast(1 as bigint) else 0 end),
       sum(case when level = 4 then cast(1 as bigint) else 0 end),
       sum(case when level = 5 then cast(1 as bigint) else 0 end),
       sum(cast(defaulted as bigint)),
       sum(cast(accepted as bigint)),
       sum(cast(completed as bigint)),
       sum(cast(rated as bigint)),
       sum(cast(timed as bigint)),
       sum(seconds)
from contribution
group by `hour`, dated, region, department, venue, item, channel, origin_app;
