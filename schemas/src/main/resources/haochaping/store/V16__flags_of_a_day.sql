-- Flags of a day beside the ratings that were counted: leaves are added up once, however many signals a day has.

create or replace view ${schema}.v_fraud_day as
with flagged as (
    select
        (f.rated_at at time zone 'Asia/Shanghai')::date as day,
        f.region, f.department,
        case when grouping(f.signal) = 1 then 'any' else f.signal end as signal,
        count(distinct (f.scope, f.case_number, f.ordinal, f.content)) as flagged
    from ${schema}.fraud_flag f
    where f.records > 0
    group by grouping sets ((1, 2, 3, f.signal), (1, 2, 3))
),
counted as (
    select
        d.day, d.region, d.department,
        sum(coalesce(l.level_1, 0) + coalesce(l.level_2, 0) + coalesce(l.level_3, 0) + coalesce(l.level_4, 0)
            + coalesce(l.level_5, 0))::bigint as counted
    from (select f.day, f.region, f.department from flagged f where f.signal = 'any') d
    join ${schema}.hour_leaf l
        on l.hour >= d.day::timestamp at time zone 'Asia/Shanghai'
        and l.hour < (d.day + 1)::timestamp at time zone 'Asia/Shanghai'
        and l.region = d.region
        and l.department = d.department
    group by 1, 2, 3
)
select f.day, f.region, f.department, f.signal, f.flagged, coalesce(c.counted, 0) as counted, h.restored
from flagged f
left join counted c on c.day = f.day and c.region = f.region and c.department = f.department
cross join ${schema}.head h;
