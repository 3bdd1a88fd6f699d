-- For a reader that looks leaves up by their key: v_cut_leaf finds the hour and the department of each, which is a second look-up.

create or replace view ${schema}.v_written_leaf as
select c.epoch, i.id
from ${schema}.cut_leaves c
left join lateral unnest(c.ids) as i (id) on true;
