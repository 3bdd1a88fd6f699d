-- What a reader needs that keeps figures in memory and follows the cuts: which hours a cut changed, and their leaves unaggregated.

-- Updated rows lie together in few pages, so the summaries find the rows of the last cuts without reading the others.
create index hour_leaf_epoch on ${schema}.hour_leaf using brin (epoch) with (pages_per_range = 32, autosummarize = on);

-- A leaf that came to nothing is deleted and leaves no epoch behind; it is remembered here, once per hour and department.
create table ${schema}.hour_leaf_gone (
    hour       timestamptz not null,
    department text        not null,
    epoch      bigint      not null,
    primary key (hour, department)
);
create index hour_leaf_gone_epoch on ${schema}.hour_leaf_gone (epoch);

-- The epoch of the cut under way is not known here; the head's + 1 is above every cut that anybody can have seen, and not above this one.
-- Names are looked up when it runs, in the schema of its table, so that a schema may be renamed.
create function ${schema}.remember_gone_leaves() returns trigger
    language plpgsql
as $$
begin
    execute format(
        'insert into %1$I.hour_leaf_gone as g (hour, department, epoch)'
        ' select distinct hour, department, (select coalesce(max(epoch), 0) + 1 from %1$I.store_head) from gone'
        ' on conflict (hour, department) do update set epoch = excluded.epoch',
        tg_table_schema);
    return null;
end
$$;
revoke all on function ${schema}.remember_gone_leaves() from public;

create trigger hour_leaf_gone
    after delete on ${schema}.hour_leaf
    referencing old table as gone
    for each statement execute function ${schema}.remember_gone_leaves();

create view ${schema}.v_change as
select l.hour, (l.hour at time zone 'Asia/Shanghai')::date as day, l.department, l.epoch
from ${schema}.hour_leaf l
union all
select g.hour, (g.hour at time zone 'Asia/Shanghai')::date, g.department, g.epoch
from ${schema}.hour_leaf_gone g;

-- Neither grouped nor sorted: whoever adds up anyhow reads a leaf for a tenth of what v_hour costs.
do $do$
declare
    figures constant text[] := array[
        'level_1', 'level_2', 'level_3', 'level_4', 'level_5',
        'default_1', 'default_2', 'default_3', 'default_4', 'default_5',
        'generated_defaults', 'real_name_bad', 'unmatched', 'shared_ratings',
        'accepted', 'served', 'completed', 'shared_completed', 'rated_cases',
        'timed', 'calendar_seconds', 'working_timed', 'working_seconds',
        'order_opened', 'order_contacted', 'order_rectified', 'order_replied', 'order_revisited', 'order_rerated', 'order_rerated_good',
        'voids', 'complaints'];
begin
    execute format(
        'create view ${schema}.v_hour_part as'
        ' select hour, day, month, region, department, venue, item, channel, origin_app, rules_version, in_time, settlement, restored,'
        ' %s, calendar_buckets, calendar_counts, working_buckets, working_counts, epoch'
        ' from ${schema}.figure_leaf',
        (select string_agg(format('coalesce(%1$s, 0) as %1$s', figure), ', ' order by n)
            from unnest(figures) with ordinality as u (figure, n)));
end
$do$;

-- A minute has changed where either number has: what is written carries the epoch of its cut, what is deleted is missed by the count.
create view ${schema}.v_minute_state as
select minute, count(*) as rows, max(epoch) as epoch
from ${schema}.minute_row
group by minute;
