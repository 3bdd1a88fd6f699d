-- For a reader that holds the leaves of an hour one by one and reads only those that a cut wrote: which leaf it is, and whether one is gone there. Behind everything that stands.

create or replace view ${schema}.v_change as
select l.hour, (l.hour at time zone 'Asia/Shanghai')::date as day, l.department, l.epoch, false as gone
from ${schema}.hour_leaf l
union all
select g.hour, (g.hour at time zone 'Asia/Shanghai')::date, g.department, g.epoch, true
from ${schema}.hour_leaf_gone g;

-- As V15 made it, of the columns that stood before its own.
do $do$
begin
    execute (
        select 'create or replace view ${schema}.v_hour_part as select '
            || string_agg('p.' || a.attname, ', ' order by a.attnum)
            || ', p.ratings, p.active_good + p.default_good as good, p.active_good,'
            || ' case when p.is_ternary then p.level_3 + p.default_3 else 0 end as neutral,'
            || ' case when p.in_satisfaction then p.ratings else 0 end as satisfaction_ratings,'
            || ' case when p.in_satisfaction then p.active_good + p.default_good else 0 end as satisfaction_good,'
            || ' p.id'
            || ' from (select *, level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5 as ratings,'
            || ' case when good_from <= 3 then level_3 else 0 end + level_4 + level_5 as active_good,'
            || ' case when good_from <= 3 then default_3 else 0 end + default_4 + default_5 as default_good'
            || ' from (select '
            || string_agg(case when t.typname = 'int8' and a.attname <> 'epoch' then format('coalesce(l.%1$I, 0) as %1$I', a.attname)
                else 'l.' || a.attname end, ', ' order by a.attnum)
            || ', l.good_from, l.is_ternary, l.in_satisfaction, l.id from ${schema}.figure_leaf l) as leaf) as p'
        from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        where a.attrelid = '${schema}.v_hour_part'::regclass and a.attnum > 0 and not a.attisdropped
            and a.attnum < (select o.attnum from pg_attribute o where o.attrelid = a.attrelid and o.attname = 'ratings'));
end
$do$;

-- Which leaves a cut wrote. The summaries of hour_leaf_epoch find pages, and where a cut writes a few rows in most pages of its hour, that is the whole hour. The last cuts alone, and none that wrote very many: whoever
-- follows from further behind asks v_change.
create table if not exists ${schema}.cut_leaves (
    epoch bigint primary key,
    ids   uuid[] not null
);

create or replace view ${schema}.v_cut_leaf as
select c.epoch, l.hour, l.department, l.id
from ${schema}.cut_leaves c
left join lateral unnest(c.ids) as i (id) on true
left join ${schema}.hour_leaf l on l.id = i.id;
