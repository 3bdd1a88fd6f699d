-- The id of an hour leaf and of a minute begins with its time, hours or minutes since 1970 in four bytes; then the first 96 bits of the SHA-256
-- over the row's key as text (docs/counting.md, section 8; docs/decisions/0094). The first 96 bits are what they were.
update ${schema}.hour_leaf
set id = (lpad(to_hex((date_part('epoch', hour) / 3600)::int), 8, '0') || left(replace(id::text, '-', ''), 24))::uuid;
update ${schema}.minute_row
set id = (lpad(to_hex((date_part('epoch', minute) / 60)::int), 8, '0') || left(replace(id::text, '-', ''), 24))::uuid;

-- A job of an earlier version would write a second row for a key; it is refused instead.
alter table ${schema}.hour_leaf add constraint hour_leaf_id_begins_with_the_time
    check (substr(uuid_send(id), 1, 4) = int4send((date_part('epoch', hour) / 3600)::int));
alter table ${schema}.minute_row add constraint minute_row_id_begins_with_the_time
    check (substr(uuid_send(id), 1, 4) = int4send((date_part('epoch', minute) / 60)::int));

-- An hour is written again while its ratings come in; with room in its page the new version needs no new entry in an index.
alter table ${schema}.hour_leaf set (fillfactor = 85);
