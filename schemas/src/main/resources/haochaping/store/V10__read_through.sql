-- How far in time a cut has read, so that a job that restates the store can be held to it: a decision that takes effect earlier would count again what readers have seen.

alter table ${schema}.cut add column read_through bigint;
comment on column ${schema}.cut.read_through is 'greatest effective append time of anything that the cut has read, milliseconds since 1970; -1: nothing was read; null: written by a version that did not tell';
