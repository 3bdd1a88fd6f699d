-- What a profile says of publishing a month (docs/decisions/0087): from how many ratings on a rate is one, below which number a count may tell of a person, and what a rate is called. It
-- decides no figure, is part of no decision set, and is written anew when the job opens the store.

alter table ${schema}.rules_version
    add column minimum_sample  int check (minimum_sample > 0),
    add column small_cell      int check (small_cell > 0),
    add column band_zh         text[] not null default '{}',
    add column band_en         text[] not null default '{}',
    add column band_thresholds numeric[] not null default '{}',
    add column band_belongs    boolean[] not null default '{}',
    add check (cardinality(band_zh) = cardinality(band_en) and cardinality(band_zh) = cardinality(band_thresholds)
        and cardinality(band_zh) = cardinality(band_belongs));
comment on column ${schema}.rules_version.minimum_sample is 'ratings from which on a rate is shown; NULL: any';
comment on column ${schema}.rules_version.small_cell is 'a count between 0 and this is a small one; NULL: none is';
comment on column ${schema}.rules_version.band_thresholds is 'of each band, the highest first, in percent';
comment on column ${schema}.rules_version.band_belongs is 'of each band, whether a rate of just the threshold belongs to it';

create or replace view ${schema}.v_rules as
select
    version as rules_version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules,
    coalesce(cut_off_days, 10::smallint) as cut_off_days,
    minimum_sample, small_cell, band_zh, band_en, band_thresholds, band_belongs
from ${schema}.rules_version;

-- The first band whose threshold the rate good / ratings is above, or just at where it belongs to the band; exact, because nothing is divided.
create function ${schema}.band_of(names text[], thresholds numeric[], belongs boolean[], good bigint, ratings bigint) returns text
    language sql immutable
return (
    select b.name
    from unnest(names, thresholds, belongs) with ordinality as b (name, threshold, belongs, n)
    where ratings > 0 and (100 * good > b.threshold * ratings or b.belongs and 100 * good = b.threshold * ratings)
    order by b.n
    limit 1);

-- A month of a unit as its region publishes it: the rules that hold there on the last day of the month say how.
do $do$
declare
    -- name, and which figures it adds up where the distribution has the leaf
    counts constant text[][] := array[
        ['satisfaction_ratings', 'level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5'],
        ['satisfaction_good', 'case when good_from <= 3 then level_3 + default_3 else 0 end + level_4 + level_5 + default_4 + default_5'],
        ['satisfaction_level_1', 'level_1 + default_1'],
        ['satisfaction_level_2', 'level_2 + default_2'],
        ['satisfaction_level_3', 'level_3 + default_3'],
        ['satisfaction_level_4', 'level_4 + default_4'],
        ['satisfaction_level_5', 'level_5 + default_5']];
    further constant text[][] := array[
        ['satisfaction_rate#', 'case when satisfaction_ratings# > 0 and satisfaction_ratings# >= coalesce(minimum_sample, 0)'
            ' then satisfaction_good#::numeric / satisfaction_ratings# end'],
        ['satisfaction_reason#', $$case when satisfaction_ratings# <= 0 then 'no-ratings'
            when satisfaction_ratings# < coalesce(minimum_sample, 0) then 'below-minimum-sample' end$$],
        ['band_zh#', 'case when satisfaction_ratings# >= coalesce(minimum_sample, 0)'
            ' then ${schema}.band_of(bands_zh, band_thresholds, band_belongs, satisfaction_good#, satisfaction_ratings#) end'],
        ['band_en#', 'case when satisfaction_ratings# >= coalesce(minimum_sample, 0)'
            ' then ${schema}.band_of(bands_en, band_thresholds, band_belongs, satisfaction_good#, satisfaction_ratings#) end'],
        ['small_counts#', $$array(select c.name from (values ('satisfaction_ratings', satisfaction_ratings#), ('satisfaction_level_1', satisfaction_level_1#),
            ('satisfaction_level_2', satisfaction_level_2#), ('satisfaction_level_3', satisfaction_level_3#),
            ('satisfaction_level_4', satisfaction_level_4#), ('satisfaction_level_5', satisfaction_level_5#)) as c (name, number)
            where c.number > 0 and c.number < small_cell order by c.name)$$]];
    suffixes constant text[] := array['', '_in_time'];
begin
    execute format(
        'create view ${schema}.v_month_publication as'
        ' select month, region, department, settlement, restored, rules_version, minimum_sample, small_cell, %1$s, %2$s'
        ' from (select s.*, coalesce(v.version, ''builtin-1'') as rules_version, v.minimum_sample, v.small_cell,'
        '  v.band_zh as bands_zh, v.band_en as bands_en, v.band_thresholds, v.band_belongs'
        '  from (select month, region, department, min(settlement) as settlement, bool_or(restored) as restored, %3$s'
        '   from ${schema}.figure_leaf group by month, region, department) as s'
        '  left join lateral ('
        '   select f.version from ${schema}.rules_in_force f'
        '   where f.region = any (case when s.region ~ ''^[0-9]{12}$'' then array[s.region, left(s.region, 9) || ''000'','
        '     left(s.region, 6) || ''000000'', left(s.region, 4) || ''00000000'', left(s.region, 2) || ''0000000000'', '''']'
        '    else array[s.region, ''''] end)'
        '    and f.first_day < (s.month + interval ''1 month'')::date'
        '   order by length(rtrim(f.region, ''0'')) desc, f.first_day desc limit 1) as f on true'
        '  left join ${schema}.rules_version v on v.version = f.version) as published',
        (select string_agg(counts[i][1] || suffix, ', ' order by i, suffix)
            from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix),
        (select string_agg(replace(format('%2$s as %1$s', further[i][1], further[i][2]), '#', suffix), ', ' order by i, suffix)
            from generate_subscripts(further, 1) as i, unnest(suffixes) as suffix),
        (select string_agg(format('coalesce(sum(%1$s) filter (where in_satisfaction%3$s), 0)::bigint as %2$s%4$s',
                regexp_replace(counts[i][2], '\m((level|default)_[1-5])\M', 'coalesce(\1, 0)', 'g'), counts[i][1],
                case when suffix <> '' then ' and in_time' else '' end, suffix), ', ' order by i, suffix)
            from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix));
end
$do$;
