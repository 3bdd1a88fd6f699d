-- A small store, filled by hand; the expectations in the tests are computed by hand from these lines.
-- Head: epoch 7, read completely through 2026-11-05 12:00. September is settled, October not yet, November's cut-off is unknown.

insert into month_cutoff values
    ('2026-09-01', '2026-10-21T00:00+08'),
    ('2026-10-01', '2026-11-14T00:00+08');

insert into cut (epoch, cut_name, predecessor, lineage, fence, committed_at, complete_through, decision_names, decision_digests,
    decision_set_digest, code_version, restatement, total_ratings, total_counted, total_generated, total_received, total_classified,
    topics, partitions, start_offsets, end_offsets, received, ticks, last_ticks)
values
    (6, 'cut-6', null, '00000000-0000-0000-0000-000000000001', 1, '2026-11-05T11:00:05+08', '2026-11-05T11:00+08',
        '{rules}', '{aa}', 'd1', '0.1.0', true, 20, 15, 5, 30, 30,
        '{rating.web,rating.web}', '{0,1}', '{0,0}', '{20,20}', '{15,15}', '{4,5}', '{1793847600000,1793847600000}'),
    (7, 'cut-7', 'cut-6', '00000000-0000-0000-0000-000000000001', 1, '2026-11-05T12:00:05+08', '2026-11-05T12:00+08',
        '{rules}', '{aa}', 'd1', '0.1.0', false, 36, 27, 9, 40, 39,
        '{rating.web,rating.web,case.event}', '{0,1,0}', '{0,0,10}', '{20,22,25}', '{15,15,10}', '{4,5,4}',
        '{1793851200000,1793847600000,-1}');

insert into store_head (lineage, fence, epoch, cut_name) values ('00000000-0000-0000-0000-000000000001', 1, 7, 'cut-7');

insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,
    level_1, level_2, level_3, level_4, level_5, default_3, generated_defaults, real_name_bad, epoch, row_hash)
values
    -- civil affairs in September: ten ratings in time; after the cut-off one is voided and two bad ones arrive
    (gen_random_uuid(), '2026-09-15T09:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'web', 'app-1', 'builtin-1', 0,
        1, null, 1, 2, 6, null, null, 1, 5, ''),
    (gen_random_uuid(), '2026-09-15T09:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'web', 'app-1', 'builtin-1', 1,
        -1, null, null, null, null, null, null, -1, 7, ''),
    (gen_random_uuid(), '2026-09-18T11:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'web', 'app-2', 'builtin-1', 1,
        null, 2, null, null, null, null, null, null, 7, ''),
    -- three cases were never rated in time; one of them was later
    (gen_random_uuid(), '2026-09-22T23:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'default', '', 'builtin-1', 2,
        null, null, null, null, null, 3, 3, null, 5, ''),
    (gen_random_uuid(), '2026-09-22T23:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'default', '', 'builtin-1', 3,
        null, null, null, null, null, -1, -1, null, 7, ''),
    -- the tax office on the last hour of September and the first of October, Asia/Shanghai: both on 30 September in UTC
    (gen_random_uuid(), '2026-09-30T23:00+08', '440100000000', 'tax', 'hall-2', 'item-2', 'hall', '', 'builtin-1', 0,
        null, null, null, null, 4, null, null, null, 5, ''),
    (gen_random_uuid(), '2026-10-01T00:00+08', '440100000000', 'tax', 'hall-2', 'item-2', 'hall', '', 'builtin-1', 0,
        null, null, null, null, 1, null, null, null, 5, ''),
    -- October so far
    (gen_random_uuid(), '2026-10-08T09:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'web', 'app-1', 'builtin-1', 0,
        null, 1, null, null, 31, null, null, 1, 5, ''),
    -- defaults whose time has come (4 November) and has not (5 November, 23:59:59)
    (gen_random_uuid(), '2026-11-04T23:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'default', '', 'builtin-1', 2,
        null, null, null, null, null, 2, 2, null, 7, ''),
    (gen_random_uuid(), '2026-11-05T23:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'default', '', 'builtin-1', 2,
        null, null, null, null, null, 5, 5, null, 7, '');

insert into hour_leaf (id, hour, region, department, venue, item, channel, origin_app, rules_version, part,
    accepted, completed, rated_cases, timed, calendar_seconds, working_timed, working_seconds,
    calendar_buckets, calendar_counts, working_buckets, working_counts, epoch, row_hash)
values
    -- 60, 120, 200 and 1000 seconds are in the buckets 60, 120, 200 and 506; 506 reaches from 1000 to 1003
    (gen_random_uuid(), '2026-09-20T10:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'on-site', '', 'builtin-1', 0,
        12, 20, 8, 4, 1380, 2, 160, '{60,120,200,506}', '{1,1,1,1}', '{60,100}', '{1,1}', 5, ''),
    -- a correction: the case of 1000 seconds took 60, and one more case was rated
    (gen_random_uuid(), '2026-09-20T10:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'on-site', '', 'builtin-1', 1,
        null, null, 1, null, -940, null, null, '{60,506}', '{1,-1}', null, null, 7, ''),
    -- 3000 seconds are in bucket 699, from 2992 to 3007
    (gen_random_uuid(), '2026-10-09T10:00+08', '440100000000', 'civil', 'hall-1', 'item-1', 'on-site', '', 'builtin-1', 0,
        4, 5, 2, 1, 3000, null, null, '{699}', '{1}', null, null, 5, ''),
    (gen_random_uuid(), '2026-10-10T10:00+08', '440100000000', 'tax', 'hall-2', 'item-2', 'online', '', 'builtin-1', 0,
        null, 3, null, null, null, null, null, null, null, null, null, 5, '');

-- Of the twenty cases of September the limits of eighteen were read: ten promised 1 working day where the law gives 3; eight of them can be told, one would need a
-- calendar that nobody has published, one has no acceptance. The 20th is a Sunday that was worked.
update hour_leaf set limits_read = 18, day_timed = 4, within_day = 3, promised = 10, promised_decided = 8, promised_met = 7, promised_unknown_days = 1,
    statutory = 10, statutory_decided = 9, statutory_met = 9, lengths_compared = 10, promised_length = 70, statutory_length = 210
where completed = 20;

-- Three work orders were to be contacted by the end of 4 November; two were. Of one that was opened then no record says whether it is difficult.
update hour_leaf set order_contact_due = 3, order_contact_met = 2 where hour = '2026-11-04T23:00+08';
update hour_leaf set order_rectify_unknown_severity = 1 where hour = '2026-10-08T09:00+08';

insert into calendar_day values ('2026-09-15', true), ('2026-09-18', true), ('2026-09-20', true), ('2026-09-30', true), ('2026-10-10', true);

insert into minute_row (id, minute, region, department, channel, level_5, level_1, epoch, row_hash) values
    (gen_random_uuid(), '2026-11-05T11:59+08', '440100000000', 'civil', 'web', 3, 1, 7, '');

insert into tag_row values
    (gen_random_uuid(), '2026-09-15', 'item-1', '510', 4, 5, ''),
    (gen_random_uuid(), '2026-09-15', 'item-1', '115', null, 7, '');

insert into equation_row values
    (gen_random_uuid(), 'rating.web', 0, 'rating', 12, 1, 1, 1, null, null, 7, ''),
    (gen_random_uuid(), 'rating.web', 1, 'rating', 13, null, null, null, null, null, 7, ''),
    (gen_random_uuid(), 'rating.web', 1, 'unread', null, null, null, null, null, 2, 7, ''),
    (gen_random_uuid(), 'case.event', 0, 'case', 9, null, null, null, null, null, 7, '');

insert into bad_review values
    ('11111111-1111-1111-1111-111111111111', 'SCOPE-SECRET', 'CASE-SECRET', 1, 2, '2026-10-08T09:15+08', '440100000000', 'civil', 'hall-1',
        'item-1', 'web', '{209}', true, 1, 5, ''),
    ('22222222-2222-2222-2222-222222222222', 'SCOPE-SECRET', 'CASE-SECRET', 2, 1, '2026-09-15T09:15+08', '440100000000', 'civil', 'hall-1',
        'item-1', 'web', '{115}', true, null, 7, '');

insert into flag_row values
    (gen_random_uuid(), 'unknown-channel', 'fax', 3, 7, ''),
    (gen_random_uuid(), 'unknown-channel', 'telex', 1, 7, ''),
    (gen_random_uuid(), 'over-long-code', 'item', null, 7, '');

insert into quarantine (topic, partition, record_offset, appended_at, effective_appended_at, reason, message_zh, message_en, key, value,
    value_length, value_sha256, redrive_of, epoch)
values
    ('rating.web', 1, 17, '2026-10-08T09:00+08', '2026-10-08T09:00+08', 'unknown-level', '', '', 'CASE-SECRET', 'CASE-SECRET', 11, '', '', 5),
    ('rating.web', 1, 21, '2026-10-08T10:00+08', '2026-10-08T10:00+08', 'unknown-level', '', '', null, null, -1, '', 'rating.web/1/17', 7);

insert into alert values
    ('silence/kiosk', 7, 'OPEN', 'silence', 'kiosk', '渠道没有数据', 'Nothing came from the channel', '2026-11-05T11:00+08', '2026-11-05T12:00+08');

insert into last_seen values ('channel', 'web', '2026-11-05T11:59+08'), ('channel', 'kiosk', '2026-11-04T12:00+08');

insert into fraud_flag values
    (gen_random_uuid(), 'many-by-rater', 'SCOPE-SECRET', 'CASE-SECRET', 1, 7, '2026-10-08T09:15+08', '440100000000', 'civil', 'web', 'rater', 'k1:0123456789abcdef', 1, 7, ''),
    (gen_random_uuid(), 'all-best-no-text', 'SCOPE-SECRET', 'CASE-SECRET', 1, 7, '2026-10-08T09:15+08', '440100000000', 'civil', 'web', 'rater', 'k1:0123456789abcdef', 1, 7, ''),
    (gen_random_uuid(), 'two-values', 'SCOPE-SECRET', 'CASE-SECRET', 2, 8, '2026-10-08T10:15+08', '440100000000', 'civil', 'web', 'case', '', 1, 7, ''),
    (gen_random_uuid(), 'two-values', 'SCOPE-SECRET', 'CASE-SECRET', 3, 9, '2026-10-08T10:15+08', '440100000000', 'civil', 'web', 'case', '', null, 7, '');

insert into fraud_cell values (gen_random_uuid(), 'rater', 'k1:0123456789abcdef', '2026-10-08T09:10+08', 12, 7, '');

insert into rules_in_force values ('440100000000', '-infinity', 'builtin-1');
insert into peer_group values ('builtin-1', 1, '部门', 'departments', 'department');
insert into peer_member values ('builtin-1', 1, 'archive', 1), ('builtin-1', 1, 'tax', 2), ('builtin-1', 1, 'civil', 3);
insert into channel_node values
    ('builtin-1', 'online', 1, '线上', 'online', null, '{mobile}', '{}', '{online}'),
    ('builtin-1', 'web', 2, '网站', 'website', 'online', '{web}', '{}', '{web,online}');
insert into tag_text values ('builtin-1', '510', true, '一窗受理', 'one window');

-- September as it was published, and restated by a late rating.
insert into snapshot_row values
    (1, 1, 'hour|2026-09-01T09|440100000000|civil|hall-1|item-1|web||builtin-1|in-time', 'level_5=9', 5, ''),
    (1, 2, 'tag|2026-09-01|item-1|108', 'tagged=1', 5, ''),
    (2, 1, 'hour|2026-09-01T09|440100000000|civil|hall-1|item-1|web||builtin-1|in-time', 'level_5=10', 7, ''),
    (2, 2, 'tag|2026-09-01|item-1|108', 'tagged=1', 5, '');
insert into snapshot
select n, '2026-09-01', '2026-09-30', '2026-10-20T00:00+08', false, 4 + n, 'cut-' || 4 + n, '2026-11-05T11:00+08', '2026-11-05T10:00+08', 10,
    '{rules}', '{one}', 'decided', '0.1.0', '{rating.web}', '{0}', '{0}', '{40}', '{40}', '{0}', '{-1}',
    2, (select encode(sha256(convert_to(string_agg(row_key || E'\n' || figures || E'\n', '' order by row_key), 'UTF8')), 'hex') from snapshot_row where snapshot = n),
    case n when 2 then 'seal-1' else '' end, 'seal-' || n, '2026-11-05T12:00+08', 'publisher (haochaping)', case n when 2 then 'a late rating' else '' end,
    case n when 2 then 1 end, n - 1
from generate_series(1, 2) n;
insert into cut_leaves select 7, array_agg(id) from hour_leaf where epoch = 7;
