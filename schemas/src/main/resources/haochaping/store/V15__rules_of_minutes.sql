-- Minutes have no rules version in their key, and need none: levels go by the record's own time, so the owner region and the minute name the version
-- (docs/decisions/0066). Which one that is, the job writes here when it opens the store, as it writes the versions themselves; what stands is never changed.

create table ${schema}.rules_in_force (
    region    text not null,
    first_day date not null,
    version   text not null,
    primary key (region, first_day)
);
comment on table ${schema}.rules_in_force is
    'which version of the rules holds where from which day on; only regions that differ from what lies around them by digits; empty: wherever no other holds';

-- As V3 made it, with the rules of the minute and the columns that V8 gave the other views of figures.
do $do$
declare
    figures constant text[] := array[
        'level_1', 'level_2', 'level_3', 'level_4', 'level_5',
        'default_1', 'default_2', 'default_3', 'default_4', 'default_5',
        'real_name_bad', 'unmatched',
        'accepted', 'served', 'completed', 'rated_cases',
        'timed', 'calendar_seconds', 'working_timed', 'working_seconds',
        'order_opened', 'order_contacted', 'order_rectified', 'order_replied', 'order_revisited', 'order_rerated', 'order_rerated_good',
        'voids', 'complaints'];
    counts constant text[][] := array[
        ['ratings', 'level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5'],
        ['good', 'case when good_from <= 3 then level_3 + default_3 else 0 end + level_4 + level_5 + default_4 + default_5'],
        ['bad', 'level_1 + level_2 + default_1 + default_2'],
        ['active_ratings', 'level_1 + level_2 + level_3 + level_4 + level_5'],
        ['active_good', 'case when good_from <= 3 then level_3 else 0 end + level_4 + level_5'],
        ['active_bad', 'level_1 + level_2'],
        ['defaults', 'default_1 + default_2 + default_3 + default_4 + default_5'],
        ['unrated_cases', 'completed - rated_cases']];
    further constant text[][] := array[
        ['neutral', 'case when is_ternary then level_3 + default_3 else 0 end'],
        ['satisfaction_ratings', 'case when in_satisfaction then ratings else 0 end'],
        ['satisfaction_good', 'case when in_satisfaction then good else 0 end'],
        ['satisfaction_rate', 'case when in_satisfaction and ratings > 0 then good::numeric / ratings end'],
        ['score_points', 'case when in_satisfaction then mean_weights[1] * (level_1 + default_1) + mean_weights[2] * (level_2 + default_2)'
            ' + mean_weights[3] * (level_3 + default_3) + mean_weights[4] * (level_4 + default_4) + mean_weights[5] * (level_5 + default_5) else 0 end'],
        ['mean_score', 'case when in_satisfaction and ratings > 0 then (mean_weights[1] * (level_1 + default_1) + mean_weights[2] * (level_2 + default_2)'
            ' + mean_weights[3] * (level_3 + default_3) + mean_weights[4] * (level_4 + default_4)'
            ' + mean_weights[5] * (level_5 + default_5))::numeric / ratings end']];
    -- name, numerator, denominator
    rates constant text[][] := array[
        ['good_rate', 'good', 'ratings'],
        ['bad_rate', 'bad', 'ratings'],
        ['active_good_rate', 'active_good', 'active_ratings'],
        ['active_share', 'active_ratings', 'ratings'],
        ['participation', 'rated_cases', 'completed'],
        ['unrated_rate', 'unrated_cases', 'completed'],
        ['calendar_mean_seconds', 'calendar_seconds', 'timed'],
        ['working_mean_seconds', 'working_seconds', 'working_timed'],
        ['rerated_good_rate', 'order_rerated_good', 'order_rerated']];
begin
    execute format(
        'create or replace view ${schema}.v_live_minute as'
        ' select minute, region, department, channel, %1$s, restored, %2$s, %3$s, %4$s,'
        ' case when ratings <= 0 then %7$s when active_ratings <= 0 then %8$s end as rating_reason,'
        ' case when completed <= 0 then %9$s end as participation_reason,'
        ' case when completed <= 0 then %9$s when timed <= 0 then %10$s end as duration_reason,'
        ' rules_version, %11$s'
        ' from (select *, %5$s from ('
        '  select r.minute, r.region, r.department, r.channel, h.restored, %6$s,'
        '   coalesce(v.version, ''builtin-1'') as rules_version, coalesce(v.good_from, 3) as good_from,'
        '   coalesce(v.is_ternary, false) as is_ternary, r.channel <> all (coalesce(v.left_out, ''{}'')) as in_satisfaction,'
        '   coalesce(v.mean_weights, ''{0,25,50,75,100}'') as mean_weights'
        '  from ${schema}.minute_row r'
        '  cross join ${schema}.head h'
        '  left join lateral ('
        '   select f.version from ${schema}.rules_in_force f'
        '   where f.region = any (case when r.region ~ ''^[0-9]{12}$'' then array[r.region, left(r.region, 9) || ''000'','
        '     left(r.region, 6) || ''000000'', left(r.region, 4) || ''00000000'', left(r.region, 2) || ''0000000000'', '''']'
        '    else array[r.region, ''''] end)'
        '    and f.first_day <= (r.minute at time zone ''Asia/Shanghai'')::date'
        '   order by length(rtrim(f.region, ''0'')) desc, f.first_day desc limit 1) as f on true'
        '  left join ${schema}.rules_version v on v.version = f.version) as figures) as counts',
        $$'provisional'::text as settlement$$,
        (select string_agg(figure, ', ' order by n) from unnest(figures) with ordinality as u (figure, n)),
        (select string_agg(counts[i][1], ', ' order by i) from generate_subscripts(counts, 1) as i),
        (select string_agg(format('case when %3$s > 0 then %2$s::numeric / %3$s end as %1$s', rates[i][1], rates[i][2], rates[i][3]), ', ' order by i)
            from generate_subscripts(rates, 1) as i),
        (select string_agg(format('%2$s as %1$s', counts[i][1], counts[i][2]), ', ' order by i) from generate_subscripts(counts, 1) as i),
        (select string_agg(format('coalesce(r.%1$s, 0) as %1$s', figure), ', ' order by n) from unnest(figures) with ordinality as u (figure, n)),
        quote_literal('no-ratings'), quote_literal('only-defaults'), quote_literal('no-completed-cases'), quote_literal('no-known-duration'),
        (select string_agg(format('%2$s as %1$s', further[i][1], further[i][2]), ', ' order by i) from generate_subscripts(further, 1) as i));

    -- What the rules of a leaf make of its levels, for readers that add leaves up in memory: behind everything that stands.
    execute (
        select 'create or replace view ${schema}.v_hour_part as select '
            || string_agg('p.' || a.attname, ', ' order by a.attnum)
            || ', p.ratings, p.active_good + p.default_good as good, p.active_good,'
            || ' case when p.is_ternary then p.level_3 + p.default_3 else 0 end as neutral,'
            || ' case when p.in_satisfaction then p.ratings else 0 end as satisfaction_ratings,'
            || ' case when p.in_satisfaction then p.active_good + p.default_good else 0 end as satisfaction_good'
            || ' from (select *, level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5 as ratings,'
            || ' case when good_from <= 3 then level_3 else 0 end + level_4 + level_5 as active_good,'
            || ' case when good_from <= 3 then default_3 else 0 end + default_4 + default_5 as default_good'
            || ' from (select '
            || string_agg(case when t.typname = 'int8' and a.attname <> 'epoch' then format('coalesce(l.%1$I, 0) as %1$I', a.attname)
                else 'l.' || a.attname end, ', ' order by a.attnum)
            || ', l.good_from, l.is_ternary, l.in_satisfaction from ${schema}.figure_leaf l) as leaf) as p'
        from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        where a.attrelid = '${schema}.v_hour_part'::regclass and a.attnum > 0 and not a.attisdropped);
end
$do$;
