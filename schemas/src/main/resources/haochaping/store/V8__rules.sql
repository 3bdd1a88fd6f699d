-- Rules: what a leaf's version calls good, which channels its satisfaction distribution leaves out, and how its levels make a score. The job writes
-- its versions here when it opens the store; what stands is never changed, because a version that was corrected is another decision and comes by
-- rebuild, into a schema of its own (docs/decisions/0036).

create table ${schema}.rules_version (
    version       text       primary key,
    good_from     smallint   not null check (good_from between 1 and 5),
    is_ternary    boolean    not null,
    left_out      text[]     not null,
    mean_weights  int[]      not null check (cardinality(mean_weights) = 5),
    mean_decimals smallint   not null,
    mean_rounding text       not null,
    rules         text       not null
);

-- Rows of before were counted under the built-in rules; a job of before that joins writes no versions of its own.
insert into ${schema}.rules_version
values ('builtin-1', 3, false, '{}', '{0,25,50,75,100}', 2, 'HALF_UP', 'builtin-1 default=7d@3 good>=3');

create view ${schema}.v_rules as
select version as rules_version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules
from ${schema}.rules_version;

-- As before, and behind it what the rules say. A leaf whose version nobody wrote is shown as the built-in rules would.
create or replace view ${schema}.figure_leaf as
select
    l.*,
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.part in (0, 2) as in_time,
    case when h.complete_through >= m.cut_off then 'settled' else 'provisional' end as settlement,
    h.restored,
    coalesce(v.good_from, 3) as good_from,
    coalesce(v.is_ternary, false) as is_ternary,
    l.channel <> all (coalesce(v.left_out, '{}')) as in_satisfaction,
    coalesce(v.mean_weights, '{0,25,50,75,100}') as mean_weights
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.rules_version v on v.version = l.rules_version
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where l.part in (0, 1)
    or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through;

-- The views of figures as V3 made them, with the rules of each leaf and some columns more.
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
    -- name and expression; # stands for nothing or for _in_time
    counts constant text[][] := array[
        ['ratings#', 'level_1# + level_2# + level_3# + level_4# + level_5# + default_1# + default_2# + default_3# + default_4# + default_5#'],
        ['good#', 'good_level_3# + level_4# + level_5# + good_default_3# + default_4# + default_5#'],
        ['bad#', 'level_1# + level_2# + default_1# + default_2#'],
        ['active_ratings#', 'level_1# + level_2# + level_3# + level_4# + level_5#'],
        ['active_good#', 'good_level_3# + level_4# + level_5#'],
        ['active_bad#', 'level_1# + level_2#'],
        ['defaults#', 'default_1# + default_2# + default_3# + default_4# + default_5#'],
        ['unrated_cases#', 'completed# - rated_cases#']];
    -- What the views have more than before, behind everything that stands: name and expression.
    further constant text[][] := array[
        ['neutral#', 'neutral#'],
        ['satisfaction_ratings#', 'satisfaction_ratings#'],
        ['satisfaction_good#', 'satisfaction_good#'],
        ['satisfaction_rate#', 'case when satisfaction_ratings# > 0 then satisfaction_good#::numeric / satisfaction_ratings# end'],
        ['score_points#', 'score_points#'],
        ['mean_score#', 'case when satisfaction_ratings# > 0 then score_points#::numeric / satisfaction_ratings# end']];
    -- Summed beside the figures, and under which condition: what the rules of a leaf make of it.
    ruled constant text[][] := array[
        ['good_level_3', 'level_3', 'good_from <= 3'],
        ['good_default_3', 'default_3', 'good_from <= 3'],
        ['neutral', 'level_3 + default_3', 'is_ternary'],
        ['satisfaction_ratings', 'level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5',
            'in_satisfaction'],
        ['satisfaction_good', 'case when good_from <= 3 then level_3 + default_3 else 0 end + level_4 + level_5 + default_4 + default_5',
            'in_satisfaction'],
        ['score_points', 'mean_weights[1] * (level_1 + default_1) + mean_weights[2] * (level_2 + default_2) + mean_weights[3] * (level_3 + default_3)'
            ' + mean_weights[4] * (level_4 + default_4) + mean_weights[5] * (level_5 + default_5)', 'in_satisfaction']];
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
    ruled_sums text;
    further_shown text;
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

    select string_agg(format('coalesce(sum(%1$s) filter (where %2$s%4$s), 0)::bigint as %3$s%5$s',
            regexp_replace(ruled[i][2], '\m((level|default)_[1-5])\M', 'coalesce(\1, 0)', 'g'), ruled[i][3], ruled[i][1],
            case when suffix <> '' then ' and in_time' else '' end, suffix), ', ' order by i, suffix)
    into ruled_sums
    from generate_subscripts(ruled, 1) as i, unnest(suffixes) as suffix;

    select string_agg(replace(format('%2$s as %1$s', further[i][1], further[i][2]), '#', suffix), ', ' order by i, suffix)
    into further_shown
    from generate_subscripts(further, 1) as i, unnest(suffixes) as suffix;

    for i in 1 .. array_length(grains, 1) loop
        execute format(
            'create or replace view ${schema}.%1$s as'
            ' select %2$s, settlement, restored, %3$s, %4$s, %5$s, %6$s, %11$s'
            ' from (select *, %7$s'
            ' from (select %2$s, min(settlement) as settlement, bool_or(restored) as restored, %8$s, %9$s, %10$s'
            ' from ${schema}.figure_leaf group by %2$s) as sums) as counts',
            grains[i][1], grains[i][2], shown, count_names, shares,
            case when grains[i][1] = 'v_hour' then arrays else percentiles end, count_sums, sums, merged, ruled_sums, further_shown);
    end loop;
end
$do$;
