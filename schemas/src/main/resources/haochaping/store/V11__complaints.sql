-- What complaints reach in time, how long they take and how their replies are rated (docs/counting.md section 6, "Complaints"): further
-- figures of the hour leaf, and views of their own. What was due is dated: it waits in its leaf until its day has been read completely.

alter table ${schema}.hour_leaf
    add column complaint_accepted        bigint,
    add column complaint_completed       bigint,
    add column complaint_replied         bigint,
    add column complaint_reply_rated     bigint,
    add column complaint_reply_satisfied bigint,
    add column complaint_timed           bigint,
    add column complaint_seconds         bigint,
    add column complaint_acceptance_due  bigint,
    add column complaint_acceptance_met  bigint,
    add column complaint_completion_due  bigint,
    add column complaint_completion_met  bigint,
    add column complaint_simple_due      bigint,
    add column complaint_simple_met      bigint;

-- Few leaves speak of complaints; a view over months must not read all the others.
create index hour_leaf_complaint on ${schema}.hour_leaf (hour) where num_nonnulls(complaints, complaint_accepted, complaint_completed,
    complaint_replied, complaint_reply_rated, complaint_reply_satisfied, complaint_timed, complaint_seconds, complaint_acceptance_due,
    complaint_acceptance_met, complaint_completion_due, complaint_completion_met, complaint_simple_due, complaint_simple_met) > 0;

create view ${schema}.complaint_leaf as
select
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.region, l.department, l.item, l.channel,
    l.part in (0, 2) as in_time,
    case when h.complete_through >= m.cut_off then 'settled' else 'provisional' end as settlement,
    h.restored,
    l.complaints, l.complaint_accepted, l.complaint_completed, l.complaint_replied, l.complaint_reply_rated,
    l.complaint_reply_satisfied, l.complaint_timed, l.complaint_seconds, l.complaint_acceptance_due, l.complaint_acceptance_met,
    l.complaint_completion_due, l.complaint_completion_met, l.complaint_simple_due, l.complaint_simple_met
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where (l.part in (0, 1)
        or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through)
    -- Each of them: a correction may hold what was met alone.
    and num_nonnulls(l.complaints, l.complaint_accepted, l.complaint_completed, l.complaint_replied, l.complaint_reply_rated,
        l.complaint_reply_satisfied, l.complaint_timed, l.complaint_seconds, l.complaint_acceptance_due, l.complaint_acceptance_met,
        l.complaint_completion_due, l.complaint_completion_met, l.complaint_simple_due, l.complaint_simple_met) > 0;

-- Three views that differ in their periods alone. Every figure comes as its current value and as its value in time, every rate beside both its
-- numbers, and a rate of nothing says why it is NULL.
do $do$
declare
    figures constant text[] := array[
        'complaints', 'complaint_accepted', 'complaint_completed', 'complaint_replied', 'complaint_reply_rated',
        'complaint_reply_satisfied', 'complaint_timed', 'complaint_seconds', 'complaint_acceptance_due', 'complaint_acceptance_met',
        'complaint_completion_due', 'complaint_completion_met', 'complaint_simple_due', 'complaint_simple_met'];
    -- name, numerator, denominator, reason and what it says of a denominator of 0
    rates constant text[][] := array[
        ['acceptance_rate', 'complaint_acceptance_met', 'complaint_acceptance_due', 'acceptance_reason', 'nothing-due'],
        ['completion_rate', 'complaint_completion_met', 'complaint_completion_due', 'completion_reason', 'nothing-due'],
        ['simple_rate', 'complaint_simple_met', 'complaint_simple_due', 'simple_reason', 'nothing-due'],
        ['satisfied_rate', 'complaint_reply_satisfied', 'complaint_reply_rated', 'satisfied_reason', 'no-rated-replies']];
    suffixes constant text[] := array['', '_in_time'];
    leaves constant text[][] := array[
        ['v_complaint_day', 'day, month, region, department, item, channel',
            'select * from ${schema}.complaint_leaf'],
        ['v_complaint_month', 'month, region, department, item, channel',
            'select * from ${schema}.complaint_leaf'],
        ['v_complaint_year_to_date', 'month, region, department',
            'select u.month, l.region, l.department, l.in_time, l.settlement, l.restored, ' || array_to_string(array[
                'l.complaints', 'l.complaint_accepted', 'l.complaint_completed', 'l.complaint_replied', 'l.complaint_reply_rated',
                'l.complaint_reply_satisfied', 'l.complaint_timed', 'l.complaint_seconds', 'l.complaint_acceptance_due',
                'l.complaint_acceptance_met', 'l.complaint_completion_due', 'l.complaint_completion_met', 'l.complaint_simple_due',
                'l.complaint_simple_met'], ', ')
            || ' from (select distinct month from ${schema}.complaint_leaf) as u join ${schema}.complaint_leaf l'
            || ' on l.month between date_trunc(''year'', u.month::timestamp)::date and u.month']];
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

    select string_agg(line, ', ' order by n, suffix)
    into shares
    from (
        select i as n, suffix, format('case when %3$s%6$s > 0 then %2$s%6$s::numeric / %3$s%6$s end as %1$s%6$s,'
            ' case when %3$s%6$s <= 0 then %5$L end as %4$s%6$s',
            rates[i][1], rates[i][2], rates[i][3], rates[i][4], rates[i][5], suffix) as line
        from generate_subscripts(rates, 1) as i, unnest(suffixes) as suffix
        union all
        select 100, suffix, format('case when complaint_timed%1$s > 0'
            ' then round(complaint_seconds%1$s::numeric / complaint_timed%1$s / 86400, 2) end as mean_days%1$s,'
            ' case when complaint_timed%1$s <= 0 then ''no-known-duration'' end as mean_days_reason%1$s', suffix)
        from unnest(suffixes) as suffix
    ) as u;

    for i in 1 .. array_length(leaves, 1) loop
        execute format(
            'create view ${schema}.%1$s as select %2$s, settlement, restored, %3$s, %4$s'
            ' from (select %2$s, min(settlement) as settlement, bool_or(restored) as restored, %5$s'
            ' from (%6$s) as leaves group by %2$s) as sums',
            leaves[i][1], leaves[i][2], shown, shares, sums, leaves[i][3]);
    end loop;
end
$do$;
