-- Which store readers are shown. A rebuild stands in a schema of its own; while there are two, the views of the schema that readers know read the one that
-- this pointer names (docs/decisions/0069). An ordinary store has no row in any of these tables.

-- In the schema that readers know.
create table ${schema}.shown (
    single     boolean     primary key default true check (single),
    store      text        not null,
    before     text,
    since      timestamptz not null default now()
);
comment on column ${schema}.shown.store is 'schema of the store that the views of this schema show';
comment on column ${schema}.shown.before is 'the one they showed before, which is there to switch back to; NULL: it was dropped';

-- In the schema that readers know, while a second store stands behind its views: what they were.
create table ${schema}.own_view (
    name       text primary key,
    definition text not null
);

-- In the schema of a rebuild.
create table ${schema}.rebuild (
    single            boolean     primary key default true check (single),
    shown_as          text        not null,
    begun_at          timestamptz not null default now(),
    compared_at       timestamptz,
    compared_epoch    bigint,
    shown_decisions   text,
    rebuilt_decisions text,
    differing_figures bigint
);
comment on column ${schema}.rebuild.shown_as is 'schema that readers know';
comment on column ${schema}.rebuild.compared_epoch is 'cut of the shown store that the comparison was made at';
comment on column ${schema}.rebuild.shown_decisions is 'digest of the decision set that the cut was made under';
comment on column ${schema}.rebuild.rebuilt_decisions is 'digest of the decision set of the rebuild that it was compared with';
