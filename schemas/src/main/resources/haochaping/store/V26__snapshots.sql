-- Published months, frozen (docs/decisions/0100). They lie in the schema that readers know, whichever store it shows, and no store that comes from the topics holds them.
-- Idempotent: a schema that shows a rebuild is given it by its first snapshot, past the history of migrations, and again by the migration once it shows its own store.

create table if not exists ${schema}.snapshot (
    number              bigint      primary key check (number > 0),
    first_day           date        not null,
    last_day            date        not null check (last_day >= first_day),
    cut_off             timestamptz,
    provisional         boolean     not null,
    epoch               bigint      not null,
    cut_name            text        not null,
    committed_at        timestamptz not null,
    complete_through    timestamptz,
    total_ratings       bigint      not null,
    decision_names      text[]      not null,
    decision_digests    text[]      not null,
    decision_set_digest text        not null,
    code_version        text        not null,
    topics              text[]      not null,
    partitions          int[]       not null,
    start_offsets       bigint[]    not null,
    end_offsets         bigint[]    not null,
    received            bigint[]    not null,
    ticks               bigint[]    not null,
    last_ticks          bigint[]    not null,
    rows                bigint      not null check (rows >= 0),
    digest              text        not null,
    predecessor         text        not null,
    seal                text        not null unique,
    taken_at            timestamptz not null,
    taken_by            text        not null,
    reason              text        not null,
    restates            bigint      references ${schema}.snapshot (number) check (restates < number),
    differing_rows      bigint      not null check (differing_rows >= 0),
    check (provisional or cut_off is not null),
    check (cardinality(decision_names) = cardinality(decision_digests)),
    check (cardinality(topics) = cardinality(partitions)
        and cardinality(topics) = cardinality(start_offsets)
        and cardinality(topics) = cardinality(end_offsets)
        and cardinality(topics) = cardinality(received)
        and cardinality(topics) = cardinality(ticks)
        and cardinality(topics) = cardinality(last_ticks))
);
create index if not exists snapshot_period on ${schema}.snapshot (first_day, last_day, number);
comment on column ${schema}.snapshot.cut_off is 'when the last rules closed the period; NULL: no calendar says it yet, the snapshot is provisional';
comment on column ${schema}.snapshot.epoch is 'of the cut, and what a replay of it needs behind it: copied, for a store forgets cuts and can be replaced';
comment on column ${schema}.snapshot.predecessor is 'seal of the snapshot before; empty: the first';
comment on column ${schema}.snapshot.seal is 'SHA-256 over all other columns (docs/audit.md)';

-- Texts as docs/counting.md section 8 has them, so that no later form of the tables reaches back. No index holds a key: a sender may name a long one.
-- The collation is part of the digest, which goes over the rows in the order of the bytes of their keys.
create table if not exists ${schema}.snapshot_row (
    snapshot bigint           not null,
    position bigint           not null,
    row_key  text collate "C" not null,
    figures  text             not null,
    epoch    bigint           not null,
    row_hash bytea            not null,
    primary key (snapshot, position)
);
comment on column ${schema}.snapshot_row.position is 'in the order of the keys, from 1';
comment on column ${schema}.snapshot_row.epoch is 'of the row, and its hash: as the committer wrote them';

create or replace function ${schema}.refuse_change_of_snapshot() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
begin
    raise exception '快照不可更改：拒绝对 %.% 执行 %；发布有误时请以新快照重述（./haochaping snapshot take --reason） · a snapshot is never changed: % on %.% is refused; what was published wrongly is restated by a new one (./haochaping snapshot take --reason)',
        tg_table_schema, tg_table_name, tg_op, tg_op, tg_table_schema, tg_table_name
        using errcode = 'restrict_violation';
end
$$;
revoke all on function ${schema}.refuse_change_of_snapshot() from public;

create or replace trigger snapshot_is_frozen
    before update or delete or truncate on ${schema}.snapshot
    for each statement execute function ${schema}.refuse_change_of_snapshot();
create or replace trigger snapshot_row_is_frozen
    before update or delete or truncate on ${schema}.snapshot_row
    for each statement execute function ${schema}.refuse_change_of_snapshot();

-- Rows go before the snapshot that counts them, in one transaction; behind it none is added.
create or replace function ${schema}.refuse_rows_behind_snapshot() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
declare
    is_taken boolean;
begin
    execute format('select exists (select from added a join %I.snapshot s on s.number = a.snapshot)', tg_table_schema) into is_taken;
    if is_taken then
        raise exception '快照不可更改：该快照已取得，不能再增加行；发布有误时请以新快照重述（./haochaping snapshot take --reason） · a snapshot is never changed: it stands already, no row is added to it; what was published wrongly is restated by a new one (./haochaping snapshot take --reason)'
            using errcode = 'restrict_violation';
    end if;
    return null;
end
$$;
revoke all on function ${schema}.refuse_rows_behind_snapshot() from public;

create or replace trigger snapshot_is_whole
    after insert on ${schema}.snapshot_row
    referencing new table as added
    for each statement execute function ${schema}.refuse_rows_behind_snapshot();

-- A change behind a settled snapshot is a restatement. Provisional ones announced that they would change.
create or replace function ${schema}.refuse_restatement_without_reason() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
declare
    is_settled boolean;
begin
    execute format('select exists (select from %I.snapshot where first_day = $1 and last_day = $2 and not provisional)', tg_table_schema)
        into is_settled using new.first_day, new.last_day;
    if is_settled then
        raise exception '该期间已有已定快照：重述须说明原因（./haochaping snapshot take --reason） · the period has a settled snapshot already: a restatement says why (./haochaping snapshot take --reason)'
            using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
revoke all on function ${schema}.refuse_restatement_without_reason() from public;

create or replace trigger snapshot_says_why
    before insert on ${schema}.snapshot
    for each row when (new.reason = '') execute function ${schema}.refuse_restatement_without_reason();

create or replace view ${schema}.v_snapshot as
select
    s.number as snapshot, s.first_day, s.last_day, s.cut_off, s.provisional,
    s.rows, s.digest, s.restates, s.differing_rows, s.reason,
    not exists (select from ${schema}.snapshot later where later.restates = s.number) as is_latest,
    s.taken_at, s.taken_by,
    s.epoch, s.cut_name, s.committed_at, s.complete_through, s.code_version, s.decision_set_digest, s.decision_names, s.decision_digests,
    s.predecessor, s.seal
from ${schema}.snapshot s;

create or replace view ${schema}.v_snapshot_row as
select r.snapshot, r.row_key, r.figures
from ${schema}.snapshot_row r
join ${schema}.snapshot s on s.number = r.snapshot;

create or replace view ${schema}.v_snapshot_change as
select s.number as snapshot, s.restates, c.row_key, c.before, c.after
from ${schema}.snapshot s
cross join lateral (
    select coalesce(a.row_key, b.row_key) as row_key, b.figures as before, a.figures as after
    from (select row_key, figures from ${schema}.snapshot_row where snapshot = s.number) a
    full join (select row_key, figures from ${schema}.snapshot_row where snapshot = s.restates) b on b.row_key = a.row_key
    where a.figures is distinct from b.figures
) c
where s.restates is not null;
