-- What was due of work orders by the deadlines of the rules, and what was done in time (docs/counting.md section 6, "Work orders"): further figures of the hour leaf, and
-- views of their own. What was due is dated: it waits in its leaf until its day has been read completely. Rows of before hold NULL: rules had no deadlines that count.

alter table ${schema}.hour_leaf
    add column order_contact_due              bigint,
    add column order_contact_met              bigint,
    add column order_contact_unknown_days     bigint,
    add column order_contact_unknown_severity bigint,
    add column order_rectify_due              bigint,
    add column order_rectify_met              bigint,
    add column order_rectify_unknown_days     bigint,
    add column order_rectify_unknown_severity bigint,
    add column order_reply_due                bigint,
    add column order_reply_met                bigint,
    add column order_reply_unknown_days       bigint,
    add column order_reply_unknown_severity   bigint,
    add column order_revisit_due              bigint,
    add column order_revisit_met              bigint,
    add column order_revisit_unknown_days     bigint,
    add column order_revisit_unknown_severity bigint;

create view ${schema}.order_due_leaf as
select
    (l.hour at time zone 'Asia/Shanghai')::date as day,
    date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date as month,
    l.region, l.department, l.item, l.channel,
    l.part in (0, 2) as in_time,
    case when h.complete_through >= case when v.cut_off_days is null then m.cut_off else w.cut_off end then 'settled' else 'provisional' end as settlement,
    h.restored,
    l.order_contact_due, l.order_contact_met, l.order_contact_unknown_days, l.order_contact_unknown_severity,
    l.order_rectify_due, l.order_rectify_met, l.order_rectify_unknown_days, l.order_rectify_unknown_severity,
    l.order_reply_due, l.order_reply_met, l.order_reply_unknown_days, l.order_reply_unknown_severity,
    l.order_revisit_due, l.order_revisit_met, l.order_revisit_unknown_days, l.order_revisit_unknown_severity
from ${schema}.hour_leaf l
cross join ${schema}.head h
left join ${schema}.rules_version v on v.version = l.rules_version
left join ${schema}.month_cutoff m on m.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
left join ${schema}.working_day_cutoff w on w.working_days = v.cut_off_days
    and w.month = date_trunc('month', l.hour at time zone 'Asia/Shanghai')::date
where (l.part in (0, 1)
        or ((l.hour at time zone 'Asia/Shanghai')::date + time '23:59:59') at time zone 'Asia/Shanghai' <= h.complete_through)
    -- Each of them: a correction may hold what was met alone.
    and num_nonnulls(l.order_contact_due, l.order_contact_met, l.order_contact_unknown_days, l.order_contact_unknown_severity,
        l.order_rectify_due, l.order_rectify_met, l.order_rectify_unknown_days, l.order_rectify_unknown_severity,
        l.order_reply_due, l.order_reply_met, l.order_reply_unknown_days, l.order_reply_unknown_severity,
        l.order_revisit_due, l.order_revisit_met, l.order_revisit_unknown_days, l.order_revisit_unknown_severity) > 0;

-- Views that differ in their dimensions alone. Every figure comes as its current value and as its value in time, every rate beside both its numbers, and a rate of
-- nothing says why it is NULL.
do $do$
declare
    figures constant text[] := array[
        'order_contact_due', 'order_contact_met', 'order_contact_unknown_days', 'order_contact_unknown_severity',
        'order_rectify_due', 'order_rectify_met', 'order_rectify_unknown_days', 'order_rectify_unknown_severity',
        'order_reply_due', 'order_reply_met', 'order_reply_unknown_days', 'order_reply_unknown_severity',
        'order_revisit_due', 'order_revisit_met', 'order_revisit_unknown_days', 'order_revisit_unknown_severity'];
    -- name and expression; # stands for nothing or for _in_time
    further constant text[][] := array[
        ['contact_rate#', 'case when order_contact_due# > 0 then order_contact_met#::numeric / order_contact_due# end'],
        ['contact_reason#', $$case when order_contact_due# > 0 then null when order_contact_unknown_severity# > 0 then 'severity-not-told'
            when order_contact_unknown_days# > 0 then 'calendar-unknown' else 'nothing-due' end$$],
        ['rectify_rate#', 'case when order_rectify_due# > 0 then order_rectify_met#::numeric / order_rectify_due# end'],
        ['rectify_reason#', $$case when order_rectify_due# > 0 then null when order_rectify_unknown_severity# > 0 then 'severity-not-told'
            when order_rectify_unknown_days# > 0 then 'calendar-unknown' else 'nothing-due' end$$],
        ['reply_rate#', 'case when order_reply_due# > 0 then order_reply_met#::numeric / order_reply_due# end'],
        ['reply_reason#', $$case when order_reply_due# > 0 then null when order_reply_unknown_severity# > 0 then 'severity-not-told'
            when order_reply_unknown_days# > 0 then 'calendar-unknown' else 'nothing-due' end$$],
        ['revisit_rate#', 'case when order_revisit_due# > 0 then order_revisit_met#::numeric / order_revisit_due# end'],
        ['revisit_reason#', $$case when order_revisit_due# > 0 then null when order_revisit_unknown_severity# > 0 then 'severity-not-told'
            when order_revisit_unknown_days# > 0 then 'calendar-unknown' else 'nothing-due' end$$]];
    grains constant text[][] := array[
        ['v_on_time_orders_day', 'day, month, region, department, item, channel'],
        ['v_on_time_orders_month', 'month, region, department, item, channel'],
        ['v_on_time_orders_department_month', 'month, region, department']];
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
            ' from ${schema}.order_due_leaf group by %2$s) as sums',
            grains[i][1], grains[i][2], shown, shares, sums);
    end loop;
end
$do$;
