-- "Which cut stood at ten?" must not read the cuts of years.
create index cut_committed_at on ${schema}.cut (committed_at);

-- As V6 made it, with the last tick behind what stood, so that an earlier cut is told like the latest.
-- A partition that only one of both sides knows stands here too, as in v_equation.
create or replace view ${schema}.v_equation_history as
select
    c.epoch, c.committed_at, c.complete_through,
    s.grain, s.topic, s.partition, s.received,
    s.counted, s.duplicate, s.superseded, s.voided, s.excluded, s.quarantined,
    s.classified, s.received - s.classified as gap,
    s.start_offset, s.end_offset, s.ticks, s.end_offset - s.start_offset - s.received - s.ticks as control, s.last_tick_at
from ${schema}.cut c
cross join lateral (
    select
        case grouping(p.topic, p.partition) when 0 then 'partition' when 1 then 'topic' else 'total' end as grain,
        p.topic, p.partition, coalesce(sum(p.received), 0)::bigint as received,
        sum(p.counted)::bigint as counted, sum(p.duplicate)::bigint as duplicate, sum(p.superseded)::bigint as superseded,
        sum(p.voided)::bigint as voided, sum(p.excluded)::bigint as excluded, sum(p.quarantined)::bigint as quarantined,
        case
            when c.class_topics is not null then
                coalesce(sum(p.counted + p.duplicate + p.superseded + p.voided + p.excluded + p.quarantined), 0)::bigint
            when grouping(p.topic, p.partition) = 3 then c.total_classified
        end as classified,
        sum(p.start_offset)::bigint as start_offset, sum(p.end_offset)::bigint as end_offset,
        coalesce(sum(p.ticks), 0)::bigint as ticks, to_timestamp(min(nullif(p.last_tick, -1)) / 1000.0) as last_tick_at
    from (
        select
            coalesce(r.topic, k.topic) as topic, coalesce(r.partition, k.partition) as partition,
            r.received, r.start_offset, r.end_offset, r.ticks, r.last_tick,
            case when c.class_topics is not null then coalesce(k.counted, 0) end as counted,
            case when c.class_topics is not null then coalesce(k.duplicate, 0) end as duplicate,
            case when c.class_topics is not null then coalesce(k.superseded, 0) end as superseded,
            case when c.class_topics is not null then coalesce(k.voided, 0) end as voided,
            case when c.class_topics is not null then coalesce(k.excluded, 0) end as excluded,
            case when c.class_topics is not null then coalesce(k.quarantined, 0) end as quarantined
        from unnest(c.topics, c.partitions, c.start_offsets, c.end_offsets, c.received, c.ticks, c.last_ticks)
            as r (topic, partition, start_offset, end_offset, received, ticks, last_tick)
        full join unnest(c.class_topics, c.class_partitions, c.counted, c.duplicate, c.superseded, c.voided, c.excluded, c.quarantined)
            as k (topic, partition, counted, duplicate, superseded, voided, excluded, quarantined)
            on k.topic = r.topic and k.partition = r.partition
    ) as p
    group by grouping sets ((p.topic, p.partition), (p.topic), ())
) as s;
