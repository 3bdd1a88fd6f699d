-- Whoever keeps the bad reviews of a year in memory asks on which days they changed, instead of reading all of them at every cut.

create index bad_review_epoch on ${schema}.bad_review using brin (epoch) with (pages_per_range = 32, autosummarize = on);

-- A review that no longer stands is deleted and leaves no epoch behind; its day is remembered here.
create table ${schema}.bad_review_gone (
    day   date   primary key,
    epoch bigint not null
);

-- As remember_gone_leaves: the head's epoch + 1 is above every cut that anybody can have seen, and not above the one under way.
create function ${schema}.remember_gone_reviews() returns trigger
    language plpgsql
as $$
begin
    execute format(
        'insert into %1$I.bad_review_gone as g (day, epoch)'
        ' select distinct (rated_at at time zone ''Asia/Shanghai'')::date, (select coalesce(max(epoch), 0) + 1 from %1$I.store_head) from gone'
        ' on conflict (day) do update set epoch = excluded.epoch',
        tg_table_schema);
    return null;
end
$$;
revoke all on function ${schema}.remember_gone_reviews() from public;

create trigger bad_review_gone
    after delete on ${schema}.bad_review
    referencing old table as gone
    for each statement execute function ${schema}.remember_gone_reviews();

create view ${schema}.v_bad_review_change as
select (b.rated_at at time zone 'Asia/Shanghai')::date as day, b.epoch
from ${schema}.bad_review b
union all
select g.day, g.epoch
from ${schema}.bad_review_gone g;
