-- The views: the interface for BI and publication (docs/store.md). A name that begins with v_ is released: columns are only ever added
-- at the end. The other views help to build them and may change at any time.

create index hour_leaf_day on ${schema}.hour_leaf using brin (
    ((hour at time zone 'Asia/Shanghai')::date),
    (date_trunc('month', hour at time zone 'Asia/Shanghai')::date)
) with (autosummarize = on);

-- Always exactly one row, in an empty store too.
create view ${schema}.head as
select
    (select c.complete_through from ${schema}.store_head h join ${schema}.cut c on c.epoch = h.epoch) as complete_through,
    coalesce((select h.restored from ${schema}.store_head h), false) as restored;

-- Hour leaves with what decides about them: in time or not, settled or not. A dated count waits here until its time D, the last second
-- of its day, has been read completely.
create view ${schema}.figure_leaf as
select
    l.*,
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.part in (0, 2) as in_time,
    case when h.complete_through >= m.cut_off then 'settled' else 'provisional' end as settlement,
    h.restored
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where l.part in (0, 1)
    or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through;

-- The four views of figures differ in their dimensions alone, so they are written once: every figure comes as its current value and,
-- beside it, as its value in time; every rate comes beside both its numbers.
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
    not_per_minute constant text[] := array['generated_defaults', 'shared_ratings', 'shared_completed'];
    -- name and expression; # stands for nothing or for _in_time
    counts constant text[][] := array[
        ['ratings#', 'level_1# + level_2# + level_3# + level_4# + level_5# + default_1# + default_2# + default_3# + default_4# + default_5#'],
        ['good#', 'level_3# + level_4# + level_5# + default_3# + default_4# + default_5#'],
        ['bad#', 'level_1# + level_2# + default_1# + default_2#'],
        ['active_ratings#', 'level_1# + level_2# + level_3# + level_4# + level_5#'],
        ['active_good#', 'level_3# + level_4# + level_5#'],
        ['active_bad#', 'level_1# + level_2#'],
        ['defaults#', 'default_1# + default_2# + default_3# + default_4# + default_5#'],
        ['unrated_cases#', 'completed# - rated_cases#']];
    -- name, numerator, denominator
    rates constant text[][] := array[
        ['good_rate#', 'good#', 'ratings#'],
        ['bad_rate#', 'bad#', 'ratings#'],
        ['active_good_rate#', 'active_good#', 'active_ratings#'],
        ['active_share#', 'active_ratings#', 'ratings#'],
        ['participation#', 'rated_cases#', 'completed#'],
        ['unrated_rate#', 'unrated_cases#', 'completed#'],
        ['calendar_mean_seconds#', 'calendar_seconds#', 'timed#'],
        ['working_mean_seconds#', 'working_seconds#', 'working_timed#'],
        ['rerated_good_rate#', 'order_rerated_good#', 'order_rerated#']];
    reasons constant text[][] := array[
        ['rating_reason#', $$case when ratings# <= 0 then 'no-ratings' when active_ratings# <= 0 then 'only-defaults' end$$],
        ['participation_reason#', $$case when completed# <= 0 then 'no-completed-cases' end$$],
        ['duration_reason#', $$case when completed# <= 0 then 'no-completed-cases' when timed# <= 0 then 'no-known-duration' end$$]];
    grains constant text[][] := array[
        ['v_hour', 'hour, day, month, region, department, venue, item, channel, origin_app, rules_version'],
        ['v_day', 'day, month, region, department, venue, item, channel, origin_app'],
        ['v_month', 'month, region, department, venue, item, channel, origin_app'],
        ['v_month_department_channel', 'month, department, channel']];
    suffixes constant text[] := array['', '_in_time'];
    sums text;          -- figure and its part in time, summed over the rows of a group
    merged text;        -- bucket arrays, merged over the rows of a group
    shown text;         -- the names of the sums
    count_sums text;    -- counts that add up figures
    count_names text;
    shares text;        -- rates and the reasons why they are NULL
    arrays text;
    percentiles text;
begin
    select
        string_agg(format('coalesce(sum(%1$s), 0)::bigint as %1$s,'
            ' coalesce(sum(%1$s) filter (where in_time), 0)::bigint as %1$s_in_time', figure), ', ' order by n),
        string_agg(format('%1$s, %1$s_in_time', figure), ', ' order by n)
    into sums, shown
    from unnest(figures) with ordinality as u (figure, n);

    select
        string_agg(replace(format('%2$s as %1$s', counts[i][1], counts[i][2]), '#', suffix), ', ' order by i, suffix),
        string_agg(replace(counts[i][1], '#', suffix), ', ' order by i, suffix)
    into count_sums, count_names
    from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix;

    select string_agg(replace(line, '#', suffix), ', ' order by n, suffix)
    into shares
    from (
        select i as n, format('case when %3$s > 0 then %2$s::numeric / %3$s end as %1$s', rates[i][1], rates[i][2], rates[i][3])
        from generate_subscripts(rates, 1) as i
        union all
        select 100 + i, format('%2$s as %1$s', reasons[i][1], reasons[i][2])
        from generate_subscripts(reasons, 1) as i
    ) as u (n, line),
    unnest(suffixes) as suffix;

    select
        string_agg(format('${schema}.merge_buckets(%1$s_buckets, %1$s_counts)%2$s as %1$s_durations%3$s',
            clock, case when suffix <> '' then ' filter (where in_time)' end, suffix), ', '),
        string_agg(format('(%1$s_durations%2$s).buckets as %1$s_buckets%2$s, (%1$s_durations%2$s).counts as %1$s_counts%2$s',
            clock, suffix), ', ' order by clock, suffix)
    into merged, arrays
    from unnest(array['calendar', 'working']) as clock, unnest(suffixes) as suffix;

    select string_agg(format('${schema}.percentile_of(%1$s_durations%3$s, 0.%2$s) as %1$s_p%2$s_seconds%3$s', clock, q, suffix),
        ', ' order by clock, q, suffix)
    into percentiles
    from unnest(array['calendar', 'working']) as clock, unnest(array['50', '90', '95']) as q, unnest(suffixes) as suffix;

    for i in 1 .. array_length(grains, 1) loop
        execute format(
            'create view ${schema}.%1$s as'
            ' select %2$s, settlement, restored, %3$s, %4$s, %5$s, %6$s'
            ' from (select *, %7$s'
            ' from (select %2$s, min(settlement) as settlement, bool_or(restored) as restored, %8$s, %9$s'
            ' from ${schema}.figure_leaf group by %2$s) as sums) as counts',
            grains[i][1], grains[i][2], shown, count_names, shares,
            case when grains[i][1] = 'v_hour' then arrays else percentiles end, count_sums, sums, merged);
    end loop;

    -- Minutes have no parts: what a minute shows is current, and a month cannot have been settled so soon.
    execute format(
        'create view ${schema}.v_live_minute as'
        ' select minute, region, department, channel, %1$s, restored, %2$s, %3$s, %4$s'
        ' from (select *, %5$s from (select r.minute, r.region, r.department, r.channel, h.restored, %6$s'
        ' from ${schema}.minute_row r cross join ${schema}.head h) as figures) as counts',
        $$'provisional'::text as settlement$$,
        (select string_agg(figure, ', ' order by n) from unnest(figures) with ordinality as u (figure, n)
            where figure <> all (not_per_minute)),
        (select string_agg(replace(counts[i][1], '#', ''), ', ' order by i) from generate_subscripts(counts, 1) as i),
        (select string_agg(replace(format('case when %3$s > 0 then %2$s::numeric / %3$s end as %1$s',
            rates[i][1], rates[i][2], rates[i][3]), '#', ''), ', ' order by i) from generate_subscripts(rates, 1) as i)
            || ', ' ||
        (select string_agg(replace(format('%2$s as %1$s', reasons[i][1], reasons[i][2]), '#', ''), ', ' order by i)
            from generate_subscripts(reasons, 1) as i),
        (select string_agg(replace(format('%2$s as %1$s', counts[i][1], counts[i][2]), '#', ''), ', ' order by i)
            from generate_subscripts(counts, 1) as i),
        (select string_agg(format('coalesce(%1$s, 0) as %1$s', figure), ', ' order by n)
            from unnest(figures) with ordinality as u (figure, n) where figure <> all (not_per_minute)));
end
$do$;

create view ${schema}.v_day_duration as
select
    l.day, l.month, l.region, l.department, l.venue, l.item, l.channel, l.origin_app,
    min(l.settlement) as settlement, bool_or(l.restored) as restored,
    b.clock, b.bucket,
    ${schema}.bucket_low(b.bucket) as low_seconds,
    ${schema}.bucket_high(b.bucket) as high_seconds,
    ${schema}.bucket_value(b.bucket) as value_seconds,
    sum(b.cases)::bigint as cases,
    coalesce(sum(b.cases) filter (where l.in_time), 0)::bigint as cases_in_time
from ${schema}.figure_leaf l
cross join lateral (
    select 'calendar', c.bucket, c.cases from unnest(l.calendar_buckets, l.calendar_counts) as c (bucket, cases)
    union all
    select 'working', w.bucket, w.cases from unnest(l.working_buckets, l.working_counts) as w (bucket, cases)
) as b (clock, bucket, cases)
group by l.day, l.month, l.region, l.department, l.venue, l.item, l.channel, l.origin_app, b.clock, b.bucket;

-- Tags have no parts: a tag row can change as long as a correction can come.
create view ${schema}.v_tag_day as
select
    t.day, date_trunc('month', t.day::timestamp)::date as month, t.item, t.tag,
    'provisional'::text as settlement, h.restored, coalesce(t.tagged, 0) as tagged
from ${schema}.tag_row t
cross join ${schema}.head h;

-- No id: it is a digest over the case number and things that stand beside it here, so whoever has a list of case numbers could try them.
create view ${schema}.v_bad_review as
select
    b.rated_at, (b.rated_at at time zone 'Asia/Shanghai')::date as day, b.level, b.region, b.department, b.venue, b.item, b.channel,
    b.tags, b.real_name, h.restored
from ${schema}.bad_review b
cross join ${schema}.head h
where b.open > 0;

create view ${schema}.v_cut_history as
select
    c.epoch, c.cut_name, c.predecessor, c.lineage, c.committed_at, c.complete_through, c.restatement, c.code_version,
    c.decision_set_digest, c.decision_names, c.decision_digests,
    c.total_received, c.total_classified, c.total_received - c.total_classified as equation_gap,
    c.total_ratings, c.total_counted, c.total_generated,
    c.total_ratings - (c.total_counted + c.total_generated) as rating_gap
from ${schema}.cut c;

create view ${schema}.v_cut as
select c.*, h.restored, h.restored_since
from ${schema}.v_cut_history c
join ${schema}.store_head h on h.epoch = c.epoch;

-- A partition that only one of both sides knows stands here too: that is the gap one looks for.
create view ${schema}.equation_partition as
select
    coalesce(r.topic, k.topic) as topic, coalesce(r.partition, k.partition) as partition,
    coalesce(r.received, 0) as received, r.start_offset, r.end_offset, coalesce(r.ticks, 0) as ticks, r.last_tick,
    coalesce(k.counted, 0) as counted, coalesce(k.duplicate, 0) as duplicate, coalesce(k.superseded, 0) as superseded,
    coalesce(k.voided, 0) as voided, coalesce(k.excluded, 0) as excluded, coalesce(k.quarantined, 0) as quarantined
from (
    select u.*
    from ${schema}.store_head h
    join ${schema}.cut c on c.epoch = h.epoch
    cross join lateral unnest(c.topics, c.partitions, c.start_offsets, c.end_offsets, c.received, c.ticks, c.last_ticks)
        as u (topic, partition, start_offset, end_offset, received, ticks, last_tick)
) as r
full join (
    select
        e.topic, e.partition, sum(e.counted) as counted, sum(e.duplicate) as duplicate, sum(e.superseded) as superseded,
        sum(e.voided) as voided, sum(e.excluded) as excluded, sum(e.quarantined) as quarantined
    from ${schema}.equation_row e
    group by e.topic, e.partition
) as k on k.topic = r.topic and k.partition = r.partition;

create view ${schema}.v_equation as
select
    grain, topic, partition, received, counted, duplicate, superseded, voided, excluded, quarantined,
    counted + duplicate + superseded + voided + excluded + quarantined as classified,
    received - (counted + duplicate + superseded + voided + excluded + quarantined) as gap,
    start_offset, end_offset, ticks, end_offset - start_offset - received - ticks as control, last_tick_at
from (
    select
        case grouping(topic, partition) when 0 then 'partition' when 1 then 'topic' else 'total' end as grain,
        topic, partition, coalesce(sum(received), 0)::bigint as received,
        coalesce(sum(counted), 0)::bigint as counted, coalesce(sum(duplicate), 0)::bigint as duplicate,
        coalesce(sum(superseded), 0)::bigint as superseded, coalesce(sum(voided), 0)::bigint as voided,
        coalesce(sum(excluded), 0)::bigint as excluded, coalesce(sum(quarantined), 0)::bigint as quarantined,
        sum(start_offset)::bigint as start_offset, sum(end_offset)::bigint as end_offset, coalesce(sum(ticks), 0)::bigint as ticks,
        to_timestamp(min(nullif(last_tick, -1)) / 1000.0) as last_tick_at
    from ${schema}.equation_partition
    group by grouping sets ((topic, partition), (topic), ())
) as s;

create view ${schema}.v_equation_kind as
select
    e.topic, e.partition, e.kind, coalesce(e.counted, 0) as counted, coalesce(e.duplicate, 0) as duplicate,
    coalesce(e.superseded, 0) as superseded, coalesce(e.voided, 0) as voided, coalesce(e.excluded, 0) as excluded,
    coalesce(e.quarantined, 0) as quarantined
from ${schema}.equation_row e;

create view ${schema}.v_quarantine_summary as
select
    q.topic, q.partition, (q.appended_at at time zone 'Asia/Shanghai')::date as day, q.reason,
    count(*) as records, count(*) filter (where q.redrive_of <> '') as refused_again,
    min(q.record_offset) as first_offset, max(q.record_offset) as last_offset,
    min(q.appended_at) as first_appended_at, max(q.appended_at) as last_appended_at
from ${schema}.quarantine q
group by 1, 2, 3, 4;

create view ${schema}.v_flag_summary as
select f.flag, count(*) as subjects, sum(f.records)::bigint as records
from ${schema}.flag_row f
where f.records > 0
group by f.flag;

create view ${schema}.v_alert as
select a.id, a.kind, a.subject, a.state, a.message_zh, a.message_en, a.since, a.complete_through, a.epoch
from ${schema}.alert a;

create view ${schema}.v_last_seen as
select
    s.dimension, s.value, s.last_minute,
    greatest(extract(epoch from h.complete_through - s.last_minute), 0)::bigint as quiet_seconds
from ${schema}.last_seen s
cross join ${schema}.head h;

create view ${schema}.v_month_cutoff as
select m.month, m.cut_off, case when h.complete_through >= m.cut_off then 'settled' else 'provisional' end as settlement, h.restored
from ${schema}.month_cutoff m
cross join ${schema}.head h;

create view ${schema}.v_freshness as
select
    c.epoch, c.committed_at, c.complete_through, c.restored,
    extract(epoch from now() - c.committed_at)::bigint as seconds_since_commit,
    extract(epoch from now() - c.complete_through)::bigint as seconds_behind
from ${schema}.v_cut c;

create function ${schema}.mark_restored() returns void
    language sql
begin atomic
    update ${schema}.store_head
    set restored = true, restored_since = case when restored then restored_since else now() end;
end;
revoke all on function ${schema}.mark_restored() from public;
comment on function ${schema}.mark_restored() is 'Run once after a backup was put back; the job takes the mark away when the store is whole again.';
