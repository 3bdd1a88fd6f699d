-- When a month closes is said by the rules of the row (docs/decisions/0085): month_cutoff holds the days of what is standard, as before, and rules that close their months
-- otherwise say after how many working days. Rows of before were counted under the standard; a job of before that joins writes versions without the column.

alter table ${schema}.rules_version
    add column cut_off_days smallint check (cut_off_days between 1 and 60);
comment on column ${schema}.rules_version.cut_off_days is 'working days after the month at whose end its figures close; NULL: as month_cutoff says';

-- Filled by the job from the working-day calendar, for every number of days that a version names. No row: not known yet.
create table ${schema}.working_day_cutoff (
    working_days smallint    not null,
    month        date        not null check (extract(day from month) = 1),
    cut_off      timestamptz not null,
    primary key (working_days, month)
);

create view ${schema}.rules_cutoff as
select v.version, m.month, m.cut_off
from ${schema}.rules_version v
join ${schema}.month_cutoff m on v.cut_off_days is null
union all
select v.version, w.month, w.cut_off
from ${schema}.rules_version v
join ${schema}.working_day_cutoff w on w.working_days = v.cut_off_days;

create view ${schema}.v_rules_cutoff as
select
    c.version as rules_version, c.month, c.cut_off,
    case when h.complete_through >= c.cut_off then 'settled' else 'provisional' end as settlement, h.restored
from ${schema}.rules_cutoff c
cross join ${schema}.head h;

create or replace view ${schema}.v_rules as
select
    version as rules_version, good_from, is_ternary, left_out, mean_weights, mean_decimals, mean_rounding, rules,
    coalesce(cut_off_days, 10::smallint) as cut_off_days
from ${schema}.rules_version;

-- As V8 made it, of the columns that a leaf had then; a version that nobody wrote closes its months as is standard.
do $do$
begin
    execute (
        select 'create or replace view ${schema}.figure_leaf as select '
            || string_agg(case a.attname
                when 'day' then $$(l.hour at time zone 'Asia/Shanghai')::date as day$$
                when 'month' then $$date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month$$
                when 'in_time' then $$l.part in (0, 2) as in_time$$
                when 'settlement' then $$case when h.complete_through >= case when v.cut_off_days is null then m.cut_off else w.cut_off end$$
                    || $$ then 'settled' else 'provisional' end as settlement$$
                when 'restored' then 'h.restored'
                when 'good_from' then 'coalesce(v.good_from, 3) as good_from'
                when 'is_ternary' then 'coalesce(v.is_ternary, false) as is_ternary'
                when 'in_satisfaction' then $$l.channel <> all (coalesce(v.left_out, '{}')) as in_satisfaction$$
                when 'mean_weights' then $$coalesce(v.mean_weights, '{0,25,50,75,100}') as mean_weights$$
                else 'l.' || quote_ident(a.attname) end, ', ' order by a.attnum)
            || $$ from ${schema}.hour_leaf l cross join ${schema}.head h$$
            || $$ left join ${schema}.rules_version v on v.version = l.rules_version$$
            || $$ left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date$$
            || $$ left join ${schema}.working_day_cutoff w on w.working_days = v.cut_off_days$$
            || $$ and w.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date$$
            || $$ where l.part in (0, 1)$$
            || $$ or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through$$
        from pg_attribute a
        where a.attrelid = '${schema}.figure_leaf'::regclass and a.attnum > 0 and not a.attisdropped);
end
$do$;

-- As V11 made it, with the cut-off of the leaf's rules.
create or replace view ${schema}.complaint_leaf as
select
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.region, l.department, l.item, l.channel,
    l.part in (0, 2) as in_time,
    case when h.complete_through >= case when v.cut_off_days is null then m.cut_off else w.cut_off end then 'settled' else 'provisional' end as settlement,
    h.restored,
    l.complaints, l.complaint_accepted, l.complaint_completed, l.complaint_replied, l.complaint_reply_rated,
    l.complaint_reply_satisfied, l.complaint_timed, l.complaint_seconds, l.complaint_acceptance_due, l.complaint_acceptance_met,
    l.complaint_completion_due, l.complaint_completion_met, l.complaint_simple_due, l.complaint_simple_met
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.rules_version v on v.version = l.rules_version
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
left join ${schema}.working_day_cutoff w on w.working_days = v.cut_off_days
    and w.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where (l.part in (0, 1)
        or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through)
    -- Each of them: a correction may hold what was met alone.
    and num_nonnulls(l.complaints, l.complaint_accepted, l.complaint_completed, l.complaint_replied, l.complaint_reply_rated,
        l.complaint_reply_satisfied, l.complaint_timed, l.complaint_seconds, l.complaint_acceptance_due, l.complaint_acceptance_met,
        l.complaint_completion_due, l.complaint_completion_met, l.complaint_simple_due, l.complaint_simple_met) > 0;

-- As V12 made it, with the cut-off of the leaf's rules.
create or replace view ${schema}.on_time_leaf as
select
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.region, l.department, l.item, l.channel,
    l.part = 0 as in_time,
    case when h.complete_through >= case when v.cut_off_days is null then m.cut_off else w.cut_off end then 'settled' else 'provisional' end as settlement,
    h.restored,
    l.completed, l.rated_cases, l.limits_read, l.day_timed, l.within_day,
    l.promised, l.promised_decided, l.promised_met, l.promised_unknown_days,
    l.statutory, l.statutory_decided, l.statutory_met, l.statutory_unknown_days,
    l.lengths_compared, l.lengths_mixed, l.promised_length, l.statutory_length
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.rules_version v on v.version = l.rules_version
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
left join ${schema}.working_day_cutoff w on w.working_days = v.cut_off_days
    and w.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where l.part in (0, 1)
    -- Each of them: a correction may hold what was met alone.
    and num_nonnulls(l.completed, l.rated_cases, l.limits_read, l.day_timed, l.within_day, l.promised, l.promised_decided, l.promised_met,
        l.promised_unknown_days, l.statutory, l.statutory_decided, l.statutory_met, l.statutory_unknown_days, l.lengths_compared,
        l.lengths_mixed, l.promised_length, l.statutory_length) > 0;
