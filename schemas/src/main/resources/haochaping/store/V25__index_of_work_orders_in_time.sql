-- Apart from the columns: their migration locks readers out, and would for as long as the index is built. Building it keeps out writers alone.

-- Few leaves speak of work orders; a view over months must not read all the others.
create index hour_leaf_order_due on ${schema}.hour_leaf (hour) where num_nonnulls(order_contact_due, order_contact_met, order_contact_unknown_days, order_contact_unknown_severity,
    order_rectify_due, order_rectify_met, order_rectify_unknown_days, order_rectify_unknown_severity,
    order_reply_due, order_reply_met, order_reply_unknown_days, order_reply_unknown_severity,
    order_revisit_due, order_revisit_met, order_revisit_unknown_days, order_revisit_unknown_severity) > 0;
