-- What completed cases say of their limits (docs/counting.md section 6, "Limits"): further figures of the hour leaf and views of their own; and service in and out of
-- working time, from the hours that the leaves have anyway. Rows of before hold NULL in the new columns: limits_read beside completed tells how many cases of a
-- period were counted before limits were looked at, and a rebuild counts them all.

alter table ${schema}.hour_leaf
    add column limits_read            bigint,
    add column day_timed              bigint,
    add column within_day             bigint,
    add column promised               bigint,
    add column promised_decided       bigint,
    add column promised_met           bigint,
    add column promised_unknown_days  bigint,
    add column statutory              bigint,
    add column statutory_decided      bigint,
    add column statutory_met          bigint,
    add column statutory_unknown_days bigint,
    add column lengths_compared       bigint,
    add column lengths_mixed          bigint,
    add column promised_length        bigint,
    add column statutory_length       bigint;

-- The working-day calendar of the job, day by day, written when it opens the store; a day that is missing is unknown. Never changed: an amended calendar is another
-- decision and comes by rebuild, into a schema of its own.
create table ${schema}.calendar_day (
    day    date    primary key,
    worked boolean not null
);

-- Whole hours, because a leaf holds an hour. An assumption, marked as one in docs/counting.md.
alter table ${schema}.rules_version
    add column office_from smallint not null default 9 check (office_from between 0 and 24),
    add column office_until smallint not null default 17 check (office_until between 0 and 24);

create view ${schema}.on_time_leaf as
select
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.region, l.department, l.item, l.channel,
    l.part = 0 as in_time,
    case when h.complete_through >= m.cut_off then 'settled' else 'provisional' end as settlement,
    h.restored,
    l.completed, l.rated_cases, l.limits_read, l.day_timed, l.within_day,
    l.promised, l.promised_decided, l.promised_met, l.promised_unknown_days,
    l.statutory, l.statutory_decided, l.statutory_met, l.statutory_unknown_days,
    l.lengths_compared, l.lengths_mixed, l.promised_length, l.statutory_length
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where l.part in (0, 1)
    -- Each of them: a correction may hold what was met alone.
    and num_nonnulls(l.completed, l.rated_cases, l.limits_read, l.day_timed, l.within_day, l.promised, l.promised_decided, l.promised_met,
        l.promised_unknown_days, l.statutory, l.statutory_decided, l.statutory_met, l.statutory_unknown_days, l.lengths_compared,
        l.lengths_mixed, l.promised_length, l.statutory_length) > 0;

-- Views that differ in their dimensions alone. Every figure comes as its current value and as its value in time, every rate beside both its numbers, and a rate of
-- nothing says why it is NULL.
do $do$
declare
    figures constant text[] := array[
        'completed', 'rated_cases', 'limits_read', 'day_timed', 'within_day',
        'promised', 'promised_decided', 'promised_met', 'promised_unknown_days',
        'statutory', 'statutory_decided', 'statutory_met', 'statutory_unknown_days',
        'lengths_compared', 'lengths_mixed', 'promised_length', 'statutory_length'];
    -- name and expression; # stands for nothing or for _in_time
    further constant text[][] := array[
        ['unrated_cases#', 'completed# - rated_cases#'],
        ['limits_not_read#', 'completed# - limits_read#'],
        ['participation#', 'case when completed# > 0 then rated_cases#::numeric / completed# end'],
        ['unrated_rate#', 'case when completed# > 0 then (completed# - rated_cases#)::numeric / completed# end'],
        ['participation_reason#', $$case when completed# <= 0 then 'no-completed-cases' end$$],
        ['within_day_rate#', 'case when day_timed# > 0 then within_day#::numeric / day_timed# end'],
        ['within_day_reason#', $$case when day_timed# > 0 then null when completed# <= 0 then 'no-completed-cases'
            when limits_read# <= 0 then 'limits-not-read' else 'no-known-duration' end$$],
        ['promised_rate#', 'case when promised_decided# > 0 then promised_met#::numeric / promised_decided# end'],
        ['promised_reason#', $$case when promised_decided# > 0 then null when completed# <= 0 then 'no-completed-cases'
            when limits_read# <= 0 then 'limits-not-read' when promised# <= 0 then 'no-limit'
            when promised_unknown_days# > 0 then 'calendar-unknown' else 'no-known-duration' end$$],
        ['statutory_rate#', 'case when statutory_decided# > 0 then statutory_met#::numeric / statutory_decided# end'],
        ['statutory_reason#', $$case when statutory_decided# > 0 then null when completed# <= 0 then 'no-completed-cases'
            when limits_read# <= 0 then 'limits-not-read' when statutory# <= 0 then 'no-limit'
            when statutory_unknown_days# > 0 then 'calendar-unknown' else 'no-known-duration' end$$],
        ['compression_rate#', 'case when statutory_length# > 0 then 1 - promised_length#::numeric / statutory_length# end'],
        ['compression_reason#', $$case when statutory_length# > 0 then null when completed# <= 0 then 'no-completed-cases'
            when limits_read# <= 0 then 'limits-not-read' when lengths_compared# <= 0 then 'no-pair-of-limits' else 'no-length' end$$]];
    grains constant text[][] := array[
        ['v_on_time_day', 'day, month, region, department, item, channel'],
        ['v_on_time_month', 'month, region, department, item, channel'],
        ['v_on_time_department_month', 'month, region, department']];
    suffixes constant text[] := array['', '_in_time'];
    sums text;
    shown text;
    shares text;
begin
    select
        string_agg(format('coalesce(sum(%1$s), 0)::bigint as %1$s,'
            ' coalesce(sum(%1$s) filter (where in_time), 0)::bigint as %1$s_in_time', figure), ', ' order by n),
        string_agg(format('%1$s, %1$s_in_time', figure), ', ' order by n)
    into sums, shown
    from unnest(figures) with ordinality as u (figure, n);

    select string_agg(replace(format('%2$s as %1$s', further[i][1], further[i][2]), '#', suffix), ', ' order by i, suffix)
    into shares
    from generate_subscripts(further, 1) as i, unnest(suffixes) as suffix;

    for i in 1 .. array_length(grains, 1) loop
        execute format(
            'create view ${schema}.%1$s as select %2$s, settlement, restored, %3$s, %4$s'
            ' from (select %2$s, min(settlement) as settlement, bool_or(restored) as restored, %5$s'
            ' from ${schema}.on_time_leaf group by %2$s) as sums',
            grains[i][1], grains[i][2], shown, shares, sums);
    end loop;
end
$do$;

-- Working time is an hour of a day that was worked, within the office hours of the rules that the leaf was counted under. Defaults are nobody's visit: they stay out.
create view ${schema}.service_time_leaf as
select
    l.day, l.month, l.region, l.department, l.venue, l.channel, l.in_time, l.settlement, l.restored,
    case
        when c.worked is null then 'calendar-unknown'
        when c.worked and extract(hour from l.hour at time zone 'Asia/Shanghai')
            between coalesce(v.office_from, 9) and coalesce(v.office_until, 17) - 1 then 'working'
        else 'non-working'
    end as service_time,
    l.accepted, l.served, l.completed,
    coalesce(l.level_1, 0) + coalesce(l.level_2, 0) + coalesce(l.level_3, 0) + coalesce(l.level_4, 0) + coalesce(l.level_5, 0) as active_ratings,
    case when l.good_from <= 3 then coalesce(l.level_3, 0) else 0 end + coalesce(l.level_4, 0) + coalesce(l.level_5, 0) as active_good,
    coalesce(l.level_1, 0) + coalesce(l.level_2, 0) as active_bad
from ${schema}.figure_leaf l
left join ${schema}.calendar_day c on c.day = l.day
left join ${schema}.rules_version v on v.version = l.rules_version
where l.part in (0, 1)
    and num_nonnulls(l.accepted, l.served, l.completed, l.level_1, l.level_2, l.level_3, l.level_4, l.level_5) > 0;

do $do$
declare
    figures constant text[] := array['accepted', 'served', 'completed', 'active_ratings', 'active_good', 'active_bad'];
    further constant text[][] := array[
        ['active_good_rate#', 'case when active_ratings# > 0 then active_good#::numeric / active_ratings# end'],
        ['active_bad_rate#', 'case when active_ratings# > 0 then active_bad#::numeric / active_ratings# end'],
        ['rating_reason#', $$case when active_ratings# <= 0 then 'no-ratings' end$$]];
    grains constant text[][] := array[
        ['v_service_time_day', 'day, month, region, department, venue, channel, service_time'],
        ['v_service_time_month', 'month, region, department, venue, channel, service_time']];
    suffixes constant text[] := array['', '_in_time'];
    sums text;
    shown text;
    shares text;
begin
    select
        string_agg(format('coalesce(sum(%1$s), 0)::bigint as %1$s,'
            ' coalesce(sum(%1$s) filter (where in_time), 0)::bigint as %1$s_in_time', figure), ', ' order by n),
        string_agg(format('%1$s, %1$s_in_time', figure), ', ' order by n)
    into sums, shown
    from unnest(figures) with ordinality as u (figure, n);

    select string_agg(replace(format('%2$s as %1$s', further[i][1], further[i][2]), '#', suffix), ', ' order by i, suffix)
    into shares
    from generate_subscripts(further, 1) as i, unnest(suffixes) as suffix;

    for i in 1 .. array_length(grains, 1) loop
        execute format(
            'create view ${schema}.%1$s as select %2$s, settlement, restored, %3$s, %4$s'
            ' from (select %2$s, min(settlement) as settlement, bool_or(restored) as restored, %5$s'
            ' from ${schema}.service_time_leaf group by %2$s) as sums',
            grains[i][1], grains[i][2], shown, shares, sums);
    end loop;
end
$do$;
