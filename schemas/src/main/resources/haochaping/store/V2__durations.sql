-- Percentiles of durations from counted buckets (docs/counting.md, section 6). Everything here adds integers, so any order and
-- any split of the same cases gives the same percentile.
-- Bodies are "return" or "begin atomic" where they name other objects: those are bound when they are created, so a schema that is
-- renamed (rebuild and switch) goes on working. A body in a string would look for the old name.

create type ${schema}.bucket_counts as (buckets int[], counts bigint[]);

create function ${schema}.bucket_low(bucket int) returns bigint
    language sql immutable strict parallel safe
    return case when bucket < 128 then bucket::bigint else (128 + (bucket & 127))::bigint << ((bucket >> 7) - 1) end;
comment on function ${schema}.bucket_low(int) is 'The least number of seconds that falls into the bucket.';

create function ${schema}.bucket_high(bucket int) returns bigint
    language sql immutable strict parallel safe
    return case when bucket < 128 then bucket::bigint else ((129 + (bucket & 127))::bigint << ((bucket >> 7) - 1)) - 1 end;
comment on function ${schema}.bucket_high(int) is 'The greatest number of seconds that falls into the bucket.';

create function ${schema}.bucket_value(bucket int) returns bigint
    language sql immutable strict parallel safe
    return (${schema}.bucket_low(bucket) + ${schema}.bucket_high(bucket)) / 2;
comment on function ${schema}.bucket_value(int) is 'The middle of the bucket in whole seconds: at most 0.4 % from any value in it.';

create function ${schema}.percentile_of(buckets int[], counts bigint[], q numeric) returns bigint
    language sql immutable parallel safe
    return (
        select ${schema}.bucket_value(s.bucket)
        from (
            select u.bucket, sum(u.cases) over (order by u.bucket) as up_to, sum(u.cases) over () as total
            from unnest(buckets, counts) as u (bucket, cases)
        ) s
        where s.total > 0 and q between 0 and 1 and s.up_to >= greatest(ceil(q * s.total), 1)
        order by s.bucket
        limit 1
    );
comment on function ${schema}.percentile_of(int[], bigint[], numeric) is
    'Seconds within which a share q (0 to 1) of the cases was done, by nearest rank. NULL: no case, or q outside 0 to 1.';

create function ${schema}.percentile_of(durations ${schema}.bucket_counts, q numeric) returns bigint
    language sql immutable parallel safe
    return ${schema}.percentile_of((durations).buckets, (durations).counts, q);

-- The state is an array from bucket + 1 to its count: adding in place is what makes a month of a province bearable.
create function ${schema}.add_buckets(state bigint[], buckets int[], counts bigint[]) returns bigint[]
    language plpgsql immutable parallel safe
as $$
begin
    for i in 1 .. coalesce(cardinality(buckets), 0) loop
        state[buckets[i] + 1] := coalesce(state[buckets[i] + 1], 0) + counts[i];
    end loop;
    return state;
end
$$;

create function ${schema}.add_bucket_states(state bigint[], other bigint[]) returns bigint[]
    language plpgsql immutable parallel safe
as $$
begin
    if state is null or other is null then
        return coalesce(state, other);
    end if;
    for i in coalesce(array_lower(other, 1), 1) .. coalesce(array_upper(other, 1), 0) loop
        if other[i] <> 0 then
            state[i] := coalesce(state[i], 0) + other[i];
        end if;
    end loop;
    return state;
end
$$;

create function ${schema}.bucket_state_counts(state bigint[]) returns ${schema}.bucket_counts
    language sql immutable parallel safe
    return (
        select row (
            array_agg((u.slot + array_lower(state, 1) - 2)::int order by u.slot), array_agg(u.cases order by u.slot)
        )::${schema}.bucket_counts
        from unnest(state) with ordinality as u (cases, slot)
        where u.cases <> 0
    );

create aggregate ${schema}.merge_buckets(buckets int[], counts bigint[]) (
    sfunc = ${schema}.add_buckets,
    stype = bigint[],
    finalfunc = ${schema}.bucket_state_counts,
    combinefunc = ${schema}.add_bucket_states,
    parallel = safe
);
comment on aggregate ${schema}.merge_buckets(int[], bigint[]) is
    'Adds signed counts per bucket; buckets that come to 0 drop out. No bucket left: both arrays are NULL.';
