-- How a publication adds up channels, and what tags say, by version of the rules (docs/decisions/0097). As V22's tables they decide no figure and are written anew behind a job's first commit.

create table ${schema}.channel_node (
    rules_version text     not null,
    id            text     not null,
    number        smallint not null,
    zh            text     not null,
    en            text     not null,
    under         text,
    channels      text[]   not null,
    origin_apps   text[]   not null,
    path          text[]   not null check (path[1] = id),
    primary key (rules_version, id)
);
comment on column ${schema}.channel_node.channels is 'what counts at the node itself; empty beside apps: any';
comment on column ${schema}.channel_node.origin_apps is 'of these channels only these apps; empty: all that no other node names';
comment on column ${schema}.channel_node.path is 'ids of the node and of all above it, its top last';

create table ${schema}.tag_text (
    rules_version text    not null,
    tag           text    not null,
    is_active     boolean not null,
    zh            text,
    en            text,
    primary key (rules_version, tag)
);

-- Ratings of a channel and app at the node that has them by the tree of the last day of the month, and at every node above it.
do $do$
declare
    -- name, and which figures it adds up
    counts constant text[][] := array[
        ['ratings', 'level_1 + level_2 + level_3 + level_4 + level_5 + default_1 + default_2 + default_3 + default_4 + default_5'],
        ['good', 'case when good_from <= 3 then level_3 + default_3 else 0 end + level_4 + level_5 + default_4 + default_5'],
        ['bad', 'level_1 + level_2 + default_1 + default_2'],
        ['active_ratings', 'level_1 + level_2 + level_3 + level_4 + level_5'],
        ['active_good', 'case when good_from <= 3 then level_3 else 0 end + level_4 + level_5'],
        ['active_bad', 'level_1 + level_2']];
    shares constant text[][] := array[
        ['good_rate#', 'case when ratings# > 0 then good#::numeric / ratings# end'],
        ['bad_rate#', 'case when ratings# > 0 then bad#::numeric / ratings# end'],
        ['rating_reason#', $$case when ratings# <= 0 then 'no-ratings' when active_ratings# <= 0 then 'only-defaults' end$$]];
    suffixes constant text[] := array['', '_in_time'];
begin
    execute format(
        'create view ${schema}.v_month_channel_node as'
        ' select month, region, department, rules_version, in_tree, node, node_zh, node_en, under, listed, settlement, restored, %1$s, %2$s'
        ' from (select s.month, s.region, s.department, coalesce(f.version, ''builtin-1'') as rules_version, place.id is not null as in_tree,'
        '  coalesce(up.id, s.channel) as node, coalesce(above.zh, s.channel) as node_zh, coalesce(above.en, s.channel) as node_en, above.under, above.number as listed,'
        '  min(s.settlement) as settlement, bool_or(s.restored) as restored, %3$s'
        '  from (select month, region, department, channel, origin_app, min(settlement) as settlement, bool_or(restored) as restored, %4$s'
        '   from ${schema}.figure_leaf'
        '   where num_nonnulls(level_1, level_2, level_3, level_4, level_5, default_1, default_2, default_3, default_4, default_5) > 0'
        '   group by month, region, department, channel, origin_app) as s'
        '  left join lateral ('
        '   select f.version from ${schema}.rules_in_force f'
        '   where f.region = any (case when s.region ~ ''^[0-9]{12}$'' then array[s.region, left(s.region, 9) || ''000'','
        '     left(s.region, 6) || ''000000'', left(s.region, 4) || ''00000000'', left(s.region, 2) || ''0000000000'', '''']'
        '    else array[s.region, ''''] end)'
        '    and f.first_day < (s.month + interval ''1 month'')::date'
        '   order by length(rtrim(f.region, ''0'')) desc, f.first_day desc limit 1) as f on true'
        -- A node that names the app goes before the one that has the channel.
        '  left join lateral ('
        '   select n.id, n.path from ${schema}.channel_node n'
        '   where n.rules_version = f.version'
        '    and (s.origin_app = any (n.origin_apps) and (n.channels = ''{}'' or s.channel = any (n.channels))'
        '     or n.origin_apps = ''{}'' and s.channel = any (n.channels))'
        '   order by n.origin_apps = ''{}'', n.number limit 1) as place on true'
        '  cross join lateral unnest(coalesce(place.path, array[null::text])) as up (id)'
        '  left join ${schema}.channel_node above on above.rules_version = f.version and above.id = up.id'
        '  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) as nodes',
        (select string_agg(format('%1$s%2$s%3$s', own, counts[i][1], suffix), ', ' order by own, i, suffix)
            from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix, unnest(array['', 'own_']) as own),
        (select string_agg(replace(format('%2$s as %1$s', shares[i][1], shares[i][2]), '#', suffix), ', ' order by i, suffix)
            from generate_subscripts(shares, 1) as i, unnest(suffixes) as suffix),
        (select string_agg(format('sum(s.%1$s%2$s)::bigint as %1$s%2$s,'
            ' coalesce(sum(s.%1$s%2$s) filter (where up.id is not distinct from place.id), 0)::bigint as own_%1$s%2$s', counts[i][1], suffix), ', ' order by i, suffix)
            from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix),
        (select string_agg(format('coalesce(sum(%1$s)%3$s, 0) as %2$s%4$s',
                regexp_replace(counts[i][2], '\m((level|default)_[1-5])\M', 'coalesce(\1, 0)', 'g'), counts[i][1],
                case when suffix <> '' then ' filter (where in_time)' else '' end, suffix), ', ' order by i, suffix)
            from generate_subscripts(counts, 1) as i, unnest(suffixes) as suffix));
end
$do$;

-- Tags come without a region, so the day alone names the catalogue: of the versions that hold somewhere on it the one that holds everywhere, and for a code that it does not have the others by
-- name. The catalogue changes where a version takes effect somewhere, so it is read once for each code and span of days between two such days, and not for each row.
create view ${schema}.v_tag_text_day as
with spans as (
    select first_day, lead(first_day, 1, 'infinity'::date) over (order by first_day) as next_day
    from (select distinct first_day from ${schema}.rules_in_force) as d
), catalogue as (
    select distinct on (s.first_day, x.tag) s.first_day, s.next_day, x.tag, x.is_active, x.zh, x.en, x.rules_version
    from spans s
    cross join lateral (
        select distinct on (region) region, version from ${schema}.rules_in_force
        where first_day <= s.first_day
        order by region, first_day desc) as f
    join ${schema}.tag_text x on x.rules_version = f.version
    order by s.first_day, x.tag, f.region <> '', x.rules_version
)
select
    t.day, t.month, t.item, t.tag, t.settlement, t.restored, t.tagged,
    coalesce(case when c.is_active then 'active' when not c.is_active then 'retired' end, 'not-in-catalogue') as tag_state,
    c.zh as tag_zh, c.en as tag_en, c.rules_version
from ${schema}.v_tag_day t
left join catalogue c on c.tag = t.tag and c.first_day <= t.day and t.day < c.next_day;
