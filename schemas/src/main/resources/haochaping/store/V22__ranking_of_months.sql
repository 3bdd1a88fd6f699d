-- Who is ranked with whom, by version of the rules (docs/decisions/0097). As V19's columns it decides no figure, is part of no decision set, and is written anew behind a job's first commit.

create table ${schema}.peer_group (
    rules_version text     not null,
    number        smallint not null check (number > 0),
    zh            text     not null,
    en            text     not null,
    kind          text     not null check (kind in ('department', 'region', 'venue')),
    primary key (rules_version, number)
);
comment on column ${schema}.peer_group.kind is 'which code of a leaf names a unit; region: with everything below it by digits';

create table ${schema}.peer_member (
    rules_version text     not null,
    number        smallint not null,
    unit          text     not null,
    place         int      not null,
    primary key (rules_version, number, unit)
);
comment on column ${schema}.peer_member.place is 'where the order lists put the unit among those of one rank';

-- The versions that hold somewhere on the last day of a month, for the months between the first leaf and the last.
create view ${schema}.month_rules as
select m.month::date as month, f.version as rules_version
from (
    select generate_series(
        date_trunc('month', min(hour) at time zone 'Asia/Shanghai'), date_trunc('month', max(hour) at time zone 'Asia/Shanghai'), interval '1 month') as month
    from ${schema}.hour_leaf
) as m
cross join lateral (
    select distinct last.version
    from (
        select distinct on (region) version from ${schema}.rules_in_force
        where first_day < (m.month + interval '1 month')::date
        order by region, first_day desc) as last
) as f;

-- The figures of a unit. Departments and venues are those of the regions in which the version of the group holds, because their codes may mean somebody else elsewhere; a region is whole,
-- by whichever rules its parts count.
create view ${schema}.peer_figures as
select
    s.month, g.rules_version, g.number, u.unit, min(s.settlement) as settlement,
    sum(s.ratings)::bigint as ratings, sum(s.ratings_in_time)::bigint as ratings_in_time,
    sum(s.good)::bigint as good, sum(s.good_in_time)::bigint as good_in_time
from (
    select month, region, department, venue, min(settlement) as settlement,
        coalesce(sum(ratings), 0) as ratings, coalesce(sum(ratings) filter (where in_time), 0) as ratings_in_time,
        coalesce(sum(good), 0) as good, coalesce(sum(good) filter (where in_time), 0) as good_in_time
    from (
        select month, region, department, venue, settlement, in_time,
            coalesce(level_1, 0) + coalesce(level_2, 0) + coalesce(level_3, 0) + coalesce(level_4, 0) + coalesce(level_5, 0) + coalesce(default_1, 0)
                + coalesce(default_2, 0) + coalesce(default_3, 0) + coalesce(default_4, 0) + coalesce(default_5, 0) as ratings,
            case when good_from <= 3 then coalesce(level_3, 0) + coalesce(default_3, 0) else 0 end
                + coalesce(level_4, 0) + coalesce(level_5, 0) + coalesce(default_4, 0) + coalesce(default_5, 0) as good
        from ${schema}.figure_leaf
        where in_satisfaction
    ) as leaf
    group by month, region, department, venue
) as s
left join lateral (
    select f.version from ${schema}.rules_in_force f
    where f.region = any (case when s.region ~ '^[0-9]{12}$' then array[s.region, left(s.region, 9) || '000', left(s.region, 6) || '000000',
            left(s.region, 4) || '00000000', left(s.region, 2) || '0000000000', ''] else array[s.region, ''] end)
        and f.first_day < (s.month + interval '1 month')::date
    order by length(rtrim(f.region, '0')) desc, f.first_day desc
    limit 1) as f on true
cross join lateral (
    select 'department', s.department
    union all
    select 'venue', s.venue
    union all
    select distinct 'region', around.code
    from unnest(case when s.region ~ '^[0-9]{12}$' then array[s.region, left(s.region, 9) || '000', left(s.region, 6) || '000000',
        left(s.region, 4) || '00000000', left(s.region, 2) || '0000000000'] else array[s.region] end) as around (code)
) as u (kind, unit)
join ${schema}.peer_group g on g.kind = u.kind and (u.kind = 'region' or g.rules_version = f.version)
join ${schema}.peer_member p on p.rules_version = g.rules_version and p.number = g.number and p.unit = u.unit
group by s.month, g.rules_version, g.number, u.unit;

-- Rates are compared as whole numbers of 10^-38, which tells any two fractions of bigints apart and takes equal ones for equal; a quotient does neither for certain, because PostgreSQL
-- chooses its number of places by the operands. Each such number is short of its fraction by less than one: a rate of just the mean is below it by any amount or above it by less than one,
-- so one is what it takes to be above.
do $do$
declare
    suffix text;
    scores text := '';
    places text := '';
    middles text := '';
    aboves text := '';
    shown text := '';
begin
    foreach suffix in array array['', '_in_time'] loop
        scores := scores || replace(', case when ratings# > 0 and ratings# >= coalesce(minimum_sample, 0)'
            ' then div(good#::numeric * 1e38, ratings#) end as score#', '#', suffix);
        places := places || replace(', count(score#) over peers as ranked_units#, sum(score#) over peers as scores#,'
            ' dense_rank() over (peers order by score# desc nulls last) as any_rank#,'
            ' row_number() over (peers order by score# desc nulls last, place) as listed#', '#', suffix);
        middles := middles || replace(', score# * ranked_units# - scores# >= ranked_units# as is_above_mean#,'
            ' avg(score#) filter (where listed# in ((ranked_units# + 1) / 2, (ranked_units# + 2) / 2)) over peers as middle#', '#', suffix);
        aboves := aboves || replace(', count(*) filter (where is_above_mean#) over peers as above_mean_units#', '#', suffix);
        shown := shown || replace(', ratings# as satisfaction_ratings#, good# as satisfaction_good#,'
            ' case when score# is not null then good#::numeric / ratings# end as satisfaction_rate#,'
            ' case when ratings# <= 0 then ''no-ratings'' when score# is null then ''below-minimum-sample'' end as satisfaction_reason#,'
            ' case when score# is not null then any_rank# end as rank#, listed#, ranked_units#,'
            ' case when ranked_units# > 0 then round(scores# / ranked_units# / 1e38, 20) end as peer_mean#, round(middle# / 1e38, 20) as peer_median#,'
            ' is_above_mean#, above_mean_units#, case when ranked_units# > 0 then above_mean_units#::numeric / ranked_units# end as above_mean_share#',
            '#', suffix);
    end loop;
    execute format(
        'create view ${schema}.v_month_ranking as'
        ' select month, rules_version, peer_group, peer_group_zh, peer_group_en, kind, unit, settlement, restored, minimum_sample%5$s'
        ' from (select *%4$s from (select *%3$s from (select *%2$s from (select *%1$s'
        '  from (select m.month, m.rules_version, g.number as peer_group, g.zh as peer_group_zh, g.en as peer_group_en, g.kind, p.unit, p.place,'
        '   min(f.settlement) over (partition by m.month, m.rules_version, g.number) as settlement, h.restored, v.minimum_sample,'
        '   coalesce(f.ratings, 0) as ratings, coalesce(f.ratings_in_time, 0) as ratings_in_time,'
        '   coalesce(f.good, 0) as good, coalesce(f.good_in_time, 0) as good_in_time'
        '   from ${schema}.month_rules m'
        '   join ${schema}.peer_group g on g.rules_version = m.rules_version'
        '   join ${schema}.peer_member p on p.rules_version = g.rules_version and p.number = g.number'
        '   left join ${schema}.rules_version v on v.version = g.rules_version'
        '   left join ${schema}.peer_figures f on f.month = m.month and f.rules_version = p.rules_version and f.number = p.number and f.unit = p.unit'
        '   cross join ${schema}.head h) as member) as scored'
        '  window peers as (partition by month, rules_version, peer_group)) as placed'
        '  window peers as (partition by month, rules_version, peer_group)) as middled'
        '  window peers as (partition by month, rules_version, peer_group)) as compared'
        -- A month in which nobody of the group has a figure has no ranking.
        ' where settlement is not null',
        scores, places, middles, aboves, shown);
end
$do$;
