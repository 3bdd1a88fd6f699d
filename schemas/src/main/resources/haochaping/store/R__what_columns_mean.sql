-- What every view and column means, for the readers of BI tools and for the data dictionary, which is made from here: Chinese term · meaning · unit.
-- Repeatable: it changes no row, runs anew wherever this text has changed, and a new column gets its line here. A view before the name goes before all views (*).

do $do$
declare
    one record;
begin
    for one in
        select c.table_name as view, c.column_name as col, t.said
        from information_schema.columns c
        join lateral (
            select case
                when c.column_name like '%\_in\_time'
                    then split_part(m.said, ' · ', 1) || '（及时部分） · in time: ' || split_part(m.said, ' · ', 2) || ' · ' || split_part(m.said, ' · ', 3)
                else m.said end as said
            from (values
                ('*', 'minute', '分钟 · start of the minute in Asia/Shanghai · instant'),
                ('*', 'hour', '小时 · start of the hour in Asia/Shanghai · instant'),
                ('*', 'day', '日期 · day in Asia/Shanghai · date'),
                ('*', 'month', '月份 · first day of the month in Asia/Shanghai · date'),
                ('*', 'region', '行政区划 · owner region, 12 digits · code'),
                ('*', 'department', '部门 · department that the figure counts for · code'),
                ('*', 'venue', '办事场所 · where the service was given; empty: none, as online · code'),
                ('*', 'item', '事项 · item of the service catalogue · code'),
                ('*', 'channel', '渠道 · channel of the record that counts; default: the system''s own · code'),
                ('*', 'origin_app', '来源应用 · app within the channel; empty: not sent · code'),
                ('*', 'rules_version', '规则版本 · rules that the row was counted under · code'),
                ('*', 'settlement', '结算状态 · settled 已定 or provisional 暂定 · code'),
                ('*', 'restored', '恢复标记 · a backup was put back and the store is not whole yet · true or false'),
                ('*', 'restored_since', '恢复时间 · since when it is marked as restored · instant'),
                ('*', 'level_1', '非常不满意 · ratings that people gave, level 1 · ratings'),
                ('*', 'level_2', '不满意 · ratings that people gave, level 2 · ratings'),
                ('*', 'level_3', '基本满意 · ratings that people gave, level 3 · ratings'),
                ('*', 'level_4', '满意 · ratings that people gave, level 4 · ratings'),
                ('*', 'level_5', '非常满意 · ratings that people gave, level 5 · ratings'),
                ('*', 'default_1', '默认评价：非常不满意 · defaults of level 1, sent or generated · ratings'),
                ('*', 'default_2', '默认评价：不满意 · defaults of level 2, sent or generated · ratings'),
                ('*', 'default_3', '默认评价：基本满意 · defaults of level 3, sent or generated · ratings'),
                ('*', 'default_4', '默认评价：满意 · defaults of level 4, sent or generated · ratings'),
                ('*', 'default_5', '默认评价：非常满意 · defaults of level 5, sent or generated · ratings'),
                ('*', 'generated_defaults', '系统生成默认评价 · of the defaults, those that the ledger generated · ratings'),
                ('*', 'real_name_bad', '实名差评 · of active_bad, those given with a real name · ratings'),
                ('*', 'unmatched', '未匹配办件的评价 · of active_ratings, those whose case never showed up · ratings'),
                ('*', 'shared_ratings', '一件事参与事项评价 · ratings of a lead item seen from a participating item; never part of ratings · ratings'),
                ('*', 'accepted', '受理数 · cases accepted · cases'),
                ('*', 'served', '服务次数 · services given · services'),
                ('*', 'completed', '办结数 · cases completed · cases'),
                ('*', 'shared_completed', '一件事参与事项办结 · completions seen from a participating item · cases'),
                ('*', 'rated_cases', '已评办件数 · completed cases with at least one rating that people gave, once each · cases'),
                ('*', 'timed', '计时办件数（自然时间） · completed cases with known duration · cases'),
                ('*', 'calendar_seconds', '办理时长合计（自然时间） · sum of the durations of timed · seconds'),
                ('*', 'working_timed', '计时办件数（工作时间） · completed cases with known duration on working days · cases'),
                ('*', 'working_seconds', '办理时长合计（工作时间） · sum of the durations of working_timed · seconds'),
                ('*', 'order_opened', '差评工单：立单 · work orders opened · steps'),
                ('*', 'order_contacted', '差评工单：联系 · raters contacted · steps'),
                ('*', 'order_rectified', '差评工单：整改 · work orders rectified · steps'),
                ('*', 'order_replied', '差评工单：回复 · replies given · steps'),
                ('*', 'order_revisited', '差评工单：回访 · return visits made · steps'),
                ('*', 'order_rerated', '追评 · re-ratings · steps'),
                ('*', 'order_rerated_good', '追评满意 · re-ratings of a level that the rules call good · steps'),
                ('*', 'voids', '申诉成立 · ratings found mistaken or malicious · decisions'),
                ('*', 'complaints', '投诉数 · complaints received · complaints'),
                ('*', 'complaint_accepted', '投诉受理数 · complaints accepted · complaints'),
                ('*', 'complaint_completed', '投诉办结数 · complaints completed · complaints'),
                ('*', 'complaint_replied', '投诉答复数 · complaints replied to · complaints'),
                ('*', 'complaint_reply_rated', '答复评价数 · rated replies of known level · complaints'),
                ('*', 'complaint_reply_satisfied', '答复满意数 · of complaint_reply_rated, those of levels that are good · complaints'),
                ('*', 'complaint_timed', '计时投诉数 · completed complaints whose receipt is known · complaints'),
                ('*', 'complaint_seconds', '投诉处理时长合计 · their time from receipt to completion · seconds'),
                ('*', 'complaint_acceptance_due', '应受理数 · acceptances whose deadline lies in the period · complaints'),
                ('*', 'complaint_acceptance_met', '按期受理数 · of these, accepted by their deadline · complaints'),
                ('*', 'complaint_completion_due', '应办结数 · completions whose deadline lies in the period · complaints'),
                ('*', 'complaint_completion_met', '按期办结数 · of these, completed by their deadline · complaints'),
                ('*', 'complaint_simple_due', '简单问题应办结数 · of complaint_completion_due, simple questions · complaints'),
                ('*', 'complaint_simple_met', '简单问题按期办结数 · of these, completed by their deadline · complaints'),
                ('*', 'acceptance_rate', '按期受理率 · complaint_acceptance_met / complaint_acceptance_due; NULL: no value · 0 to 1'),
                ('*', 'completion_rate', '按期办结率 · complaint_completion_met / complaint_completion_due; NULL: no value · 0 to 1'),
                ('*', 'simple_rate', '简单问题按期办结率 · complaint_simple_met / complaint_simple_due; NULL: no value · 0 to 1'),
                ('*', 'satisfied_rate', '答复满意率 · complaint_reply_satisfied / complaint_reply_rated; NULL: no value · 0 to 1'),
                ('*', 'limits_read', '已读时限办件数 · completed cases whose limits were looked at, whether or not they have one · cases'),
                ('*', 'limits_not_read', '未读时限办件数 · completed - limits_read: counted before limits were looked at, until a rebuild · cases'),
                ('*', 'day_timed', '可判一日办结数 · of limits_read, those with a known duration · cases'),
                ('*', 'within_day', '一日内办结数 · of day_timed, handled within 24 hours · cases'),
                ('*', 'promised', '有承诺时限办件数 · completed cases with a promised limit · cases'),
                ('*', 'promised_decided', '承诺时限可判办件数 · of promised, those that are in time or late · cases'),
                ('*', 'promised_met', '承诺时限内办结数 · of promised_decided, completed in time · cases'),
                ('*', 'promised_unknown_days', '承诺时限日历未知办件数 · of promised, limits in working days that run over days no calendar is known for · cases'),
                ('*', 'statutory', '有法定时限办件数 · completed cases with a statutory limit · cases'),
                ('*', 'statutory_decided', '法定时限可判办件数 · of statutory, those that are in time or late · cases'),
                ('*', 'statutory_met', '法定时限内办结数 · of statutory_decided, completed in time · cases'),
                ('*', 'statutory_unknown_days', '法定时限日历未知办件数 · of statutory, limits in working days that run over days no calendar is known for · cases'),
                ('*', 'lengths_compared', '可比时限办件数 · completed cases with both limits · cases'),
                ('*', 'lengths_mixed', '时限单位不同办件数 · of lengths_compared, limits of different units, compared by a fixed rule · cases'),
                ('*', 'promised_length', '承诺时限合计 · promised limits of lengths_compared · sevenths of a working day'),
                ('*', 'statutory_length', '法定时限合计 · statutory limits of lengths_compared · sevenths of a working day'),
                ('*', 'within_day_rate', '一日办结率 · within_day / day_timed; NULL: no value · 0 to 1'),
                ('*', 'within_day_reason', '无一日办结率的原因 · why within_day_rate is NULL · code'),
                ('*', 'promised_rate', '承诺时限按期办结率 · promised_met / promised_decided; NULL: no value · 0 to 1'),
                ('*', 'promised_reason', '无承诺时限按期办结率的原因 · why promised_rate is NULL · code'),
                ('*', 'statutory_rate', '法定时限按期办结率 · statutory_met / statutory_decided; NULL: no value · 0 to 1'),
                ('*', 'statutory_reason', '无法定时限按期办结率的原因 · why statutory_rate is NULL · code'),
                ('*', 'compression_rate', '时限压缩率 · 1 - promised_length / statutory_length; NULL: no value · up to 1'),
                ('*', 'compression_reason', '无压缩率的原因 · why compression_rate is NULL · code'),
                ('*', 'service_time', '服务时段 · working, non-working or calendar-unknown · code'),
                ('*', 'active_bad_rate', '主动评价差评率 · active_bad / active_ratings; NULL: no value · 0 to 1'),
                ('*', 'mean_days', '平均办理天数 · complaint_seconds / complaint_timed in days of 24 hours, two decimals; NULL: no value · days'),
                ('*', 'acceptance_reason', '无按期受理率原因 · nothing-due; NULL: the rate stands · code'),
                ('*', 'completion_reason', '无按期办结率原因 · nothing-due; NULL: the rate stands · code'),
                ('*', 'simple_reason', '无简单问题按期率原因 · nothing-due; NULL: the rate stands · code'),
                ('*', 'satisfied_reason', '无答复满意率原因 · no-rated-replies; NULL: the rate stands · code'),
                ('*', 'mean_days_reason', '无平均办理天数原因 · no-known-duration; NULL: the mean stands · code'),
                ('*', 'ratings', '评价数 · all counted ratings: active_ratings + defaults · ratings'),
                ('*', 'good', '好评 · of ratings those of a level that the rules of the row call good · ratings'),
                ('*', 'bad', '差评 · levels 1 and 2 of ratings · ratings'),
                ('*', 'active_ratings', '主动评价 · counted ratings that people gave · ratings'),
                ('*', 'active_good', '主动好评 · of active_ratings those of a level that the rules of the row call good · ratings'),
                ('*', 'active_bad', '主动差评 · levels 1 and 2 of active_ratings · ratings'),
                ('*', 'defaults', '默认评价数 · counted defaults, sent or generated · ratings'),
                ('*', 'unrated_cases', '未评办件数 · completed - rated_cases · cases'),
                ('*', 'neutral', '中评 · level 3 of ratings where the rules have three classes · ratings'),
                ('*', 'satisfaction_ratings', '满意度分布评价数 · ratings without the channels that the rules leave out · ratings'),
                ('*', 'satisfaction_good', '满意度分布好评数 · the good ones of satisfaction_ratings · ratings'),
                ('*', 'satisfaction_rate', '满意度 · satisfaction_good / satisfaction_ratings; NULL: no value · 0 to 1'),
                ('*', 'score_points', '得分合计 · levels of satisfaction_ratings by the weights of the rules · points'),
                ('*', 'mean_score', '平均分 · score_points / satisfaction_ratings, not rounded; NULL: no value · points'),
                ('v_rules', 'good_from', '好评起始等级 · the lowest level that is good · level'),
                ('v_rules', 'is_ternary', '三级口径 · level 3 is a class of its own · true or false'),
                ('v_rules', 'left_out', '不计入分布的渠道 · channels out of the satisfaction distribution · codes'),
                ('v_rules', 'mean_weights', '平均分权重 · of level 1 to level 5 · points'),
                ('v_rules', 'mean_decimals', '平均分小数位 · decimals of a mean score as it is shown · digits'),
                ('v_rules', 'mean_rounding', '平均分舍入 · HALF_UP, HALF_EVEN or DOWN · code'),
                ('v_rules', 'cut_off_days', '截止工作日 · working days after a month at whose end its figures close · days'),
                ('*', 'minimum_sample', '最小样本 · ratings from which on a rate is shown; NULL: any · ratings'),
                ('*', 'small_cell', '小数值阈值 · a count between 0 and this is a small one; NULL: none is · ratings'),
                ('*', 'small_counts', '小数值 · names of the counts of the row that are small: to be suppressed where the public reads · codes'),
                ('*', 'satisfaction_reason', '无满意度的原因 · no-ratings or below-minimum-sample; NULL: the rate stands · code'),
                ('*', 'satisfaction_level_1', '分布：非常不满意 · level_1 + default_1 of satisfaction_ratings · ratings'),
                ('*', 'satisfaction_level_2', '分布：不满意 · level_2 + default_2 of satisfaction_ratings · ratings'),
                ('*', 'satisfaction_level_3', '分布：基本满意 · level_3 + default_3 of satisfaction_ratings · ratings'),
                ('*', 'satisfaction_level_4', '分布：满意 · level_4 + default_4 of satisfaction_ratings · ratings'),
                ('*', 'satisfaction_level_5', '分布：非常满意 · level_5 + default_5 of satisfaction_ratings · ratings'),
                ('*', 'band_zh', '等次 · what the rules call the satisfaction rate; NULL: nothing, or no rate · text'),
                ('*', 'band_en', '等次（英文） · the same in English · text'),
                ('v_rules', 'band_zh', '等次名称 · bands of satisfaction rates, the highest first · texts'),
                ('v_rules', 'band_en', '等次名称（英文） · the same in English · texts'),
                ('v_rules', 'band_thresholds', '等次下限 · of each band · percent'),
                ('v_rules', 'band_belongs', '是否含下限 · of each band, whether a rate of just the threshold belongs to it · true or false'),
                ('v_rules', 'rules', '规则文本 · the version as it stands in the decision set · text'),
                ('*', 'good_rate', '好评率 · good / ratings; NULL: no value · 0 to 1'),
                ('*', 'bad_rate', '差评率 · bad / ratings; NULL: no value · 0 to 1'),
                ('*', 'active_good_rate', '主动评价好评率 · active_good / active_ratings; NULL: no value · 0 to 1'),
                ('*', 'active_share', '主动评价率 · active_ratings / ratings; NULL: no value · 0 to 1'),
                ('*', 'participation', '评价率 · rated_cases / completed; NULL: no value · 0 to 1'),
                ('*', 'unrated_rate', '未评率 · unrated_cases / completed; NULL: no value · 0 to 1'),
                ('*', 'rerated_good_rate', '回访整改满意率 · order_rerated_good / order_rerated; NULL: nobody rated again · 0 to 1'),
                ('*', 'calendar_mean_seconds', '平均办理时长（自然时间） · calendar_seconds / timed; NULL: no value · seconds'),
                ('*', 'working_mean_seconds', '平均办理时长（工作时间） · working_seconds / working_timed; NULL: no value · seconds'),
                ('*', 'calendar_p50_seconds', '办理时长 P50（自然时间） · median of timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'calendar_p90_seconds', '办理时长 P90（自然时间） · 90th percentile of timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'calendar_p95_seconds', '办理时长 P95（自然时间） · 95th percentile of timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'working_p50_seconds', '办理时长 P50（工作时间） · median of working_timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'working_p90_seconds', '办理时长 P90（工作时间） · 90th percentile of working_timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'working_p95_seconds', '办理时长 P95（工作时间） · 95th percentile of working_timed, error at most 1 %; NULL: no value · seconds'),
                ('*', 'rating_reason', '无评价率原因 · no-ratings, only-defaults; NULL: all rates stand · code'),
                ('*', 'participation_reason', '无办件评价率原因 · no-completed-cases; NULL: the rate stands · code'),
                ('*', 'duration_reason', '无时长原因 · no-completed-cases, no-known-duration; NULL: there is a value · code'),
                ('*', 'calendar_buckets', '时长区间（自然时间） · buckets in ascending order, for merge_buckets; NULL: none · bucket numbers'),
                ('*', 'calendar_counts', '各区间办件数（自然时间） · cases in each of calendar_buckets · cases'),
                ('*', 'working_buckets', '时长区间（工作时间） · buckets in ascending order, for merge_buckets; NULL: none · bucket numbers'),
                ('*', 'working_counts', '各区间办件数（工作时间） · cases in each of working_buckets · cases'),
                ('*', 'clock', '计时方式 · calendar 自然时间 or working 工作时间 · code'),
                ('*', 'bucket', '区间号 · number of the bucket of durations · bucket number'),
                ('*', 'low_seconds', '区间下限 · least duration in the bucket · seconds'),
                ('*', 'high_seconds', '区间上限 · greatest duration in the bucket · seconds'),
                ('*', 'value_seconds', '区间中值 · what a case in the bucket is taken for · seconds'),
                ('*', 'cases', '办件数 · cases in the bucket; 0 where a correction emptied it · cases'),
                ('*', 'tag', '标签代码 · tag of a rating · code'),
                ('*', 'tagged', '次数 · counted ratings, not defaults, that carry the tag · ratings'),
                ('*', 'rated_at', '评价时间 · when the rating was given · instant'),
                ('*', 'signal', '可疑信号 · why a rating is flagged; v_fraud_day: any = by whatever signal · code'),
                ('*', 'reason_zh', '原因（中文） · the signal in a Chinese sentence · text'),
                ('*', 'reason_en', '原因（英文） · the signal in an English sentence · text'),
                ('*', 'cell_kind', '归集方式 · by what ratings are gathered: rater, device, address, terminal, case · code'),
                ('*', 'cell', '归集对象 · key id and keyed pseudonym of a rater, device or address; department/code of a terminal; empty for a case · code'),
                ('*', 'begins', '起 · beginning of the ten minutes · instant'),
                ('*', 'ends', '止 · end of the ten minutes, not among them · instant'),
                ('v_fraud_cells', 'ratings', '评价数 · distinct ratings in the cell, 400 at most · ratings'),
                ('*', 'flagged', '被标记评价数 · distinct flagged ratings; a flag changes no figure · ratings'),
                ('v_fraud_day', 'counted', '计入评价数 · counted ratings of the day that are not defaults, flagged or not · ratings'),
                ('v_fraud_flags', 'rated_at', '评价时间 · when the flagged rating was given · instant'),
                ('*', 'level', '等级 · 1 非常不满意 or 2 不满意 · level'),
                ('*', 'tags', '标签 · tags of the rating · codes'),
                ('*', 'real_name', '实名 · given with a real name · true or false'),
                ('*', 'cut_off', '统计截止时间 · records appended before this instant are in time · instant'),
                ('*', 'epoch', '切面序号 · number of the cut; grows by commit · number'),
                ('v_alert', 'epoch', '切面序号 · cut in which the state changed last · number'),
                ('v_change', 'epoch', '切面序号 · last cut that wrote or removed a leaf there · number'),
                ('v_bad_review_change', 'epoch', '切面序号 · cut that brought or removed a review of that day · number'),
                ('v_minute_state', 'epoch', '切面序号 · last cut that wrote a row of the minute · number'),
                ('v_hour_part', 'epoch', '切面序号 · last cut that wrote the row · number'),
                ('*', 'cut_name', '切面名称 · unique name of the cut · name'),
                ('*', 'predecessor', '前一切面 · name of the cut before; NULL: the first · name'),
                ('*', 'lineage', '谱系 · changes where a store is begun anew · identifier'),
                ('*', 'committed_at', '提交时间 · when the cut was committed, by the clock of the database · instant'),
                ('*', 'complete_through', '数据完整至 · everything appended up to here has been read; NULL: not known yet · instant'),
                ('v_alert', 'complete_through', '数据完整至 · of the cut that raised the alert; NULL: not known · instant'),
                ('*', 'restatement', '重述 · this cut wrote all rows again after a rebuild or a restored backup · true or false'),
                ('*', 'code_version', '程序版本 · version of the job that made the cut · version'),
                ('*', 'decision_set_digest', '决策集摘要 · digest of all decisions that the figures were computed with · digest'),
                ('*', 'decision_names', '决策名称 · names of these decisions · names'),
                ('*', 'decision_digests', '决策摘要 · digests of these decisions, in the same order · digests'),
                ('*', 'total_received', '收到合计 · records received · records'),
                ('*', 'total_classified', '已归类合计 · records in any class · records'),
                ('*', 'equation_gap', '等式差额 · total_received - total_classified; anything but 0 is a fault · records'),
                ('*', 'total_ratings', '评价合计 · effective ratings in the tallies · ratings'),
                ('*', 'total_counted', '计入评价合计 · counted rating records · ratings'),
                ('*', 'total_generated', '生成默认评价合计 · generated defaults, shown or not yet shown · ratings'),
                ('*', 'rating_gap', '评价等式差额 · total_ratings - (total_counted + total_generated); anything but 0 is a fault · ratings'),
                ('*', 'grain', '粒度 · partition, topic or total · code'),
                ('*', 'topic', '主题 · topic of Kafka; NULL where added up · name'),
                ('*', 'partition', '分区 · partition of the topic; NULL where added up · number'),
                ('*', 'kind', '种类 · kind of record · code'),
                ('v_alert', 'kind', '种类 · what happened · code'),
                ('*', 'received', '收到 · records taken from the source · records'),
                ('*', 'counted', '计入 · records that count · records'),
                ('*', 'duplicate', '重复 · copies of another record · records'),
                ('*', 'superseded', '被替代 · records in whose place another one counts · records'),
                ('*', 'voided', '作废 · ratings whose appeal was granted · records'),
                ('*', 'excluded', '排除 · ratings that a decision excludes · records'),
                ('*', 'quarantined', '隔离 · records refused at the door · records'),
                ('*', 'classified', '已归类 · sum of the six classes · records'),
                ('*', 'gap', '差额 · received - classified; anything but 0 is a fault · records'),
                ('*', 'start_offset', '起始位点 · first offset of the cut · offset'),
                ('*', 'end_offset', '结束位点 · first offset that is no longer in the cut · offset'),
                ('*', 'ticks', '心跳 · ticks of the jobs between the offsets · ticks'),
                ('*', 'control', '控制记录 · end - start - received - ticks: transaction markers and aborted records · offsets'),
                ('*', 'last_tick_at', '最后心跳 · T of the last tick, of the partition furthest behind; NULL: none yet · instant'),
                ('*', 'reason', '原因 · why records were refused · code'),
                ('*', 'records', '记录数 · records refused · records'),
                ('v_flag_summary', 'records', '记录数 · records that carry the flag · records'),
                ('*', 'refused_again', '重投后再次被拒 · of these, records that had been redriven · records'),
                ('*', 'first_offset', '首个位点 · first of these records · offset'),
                ('*', 'last_offset', '末个位点 · last of these records · offset'),
                ('*', 'first_appended_at', '首条追加时间 · effective append time of the first · instant'),
                ('*', 'last_appended_at', '末条追加时间 · effective append time of the last · instant'),
                ('*', 'flag', '标记 · what is odd about records; never changes a figure · code'),
                ('*', 'subjects', '对象数 · different subjects with the flag · number'),
                ('*', 'id', '编号 · stable id: kind and subject · identifier'),
                ('*', 'subject', '对象 · what the alert is about · code'),
                ('*', 'state', '状态 · OPEN stands, WITHDRAWN no longer · code'),
                ('*', 'message_zh', '中文说明 · the sentence in Chinese · text'),
                ('*', 'message_en', '英文说明 · the sentence in English · text'),
                ('*', 'since', '开始时间 · when the alert began to stand · instant'),
                ('*', 'dimension', '维度 · channel or department · code'),
                ('*', 'value', '取值 · code of the channel or department · code'),
                ('*', 'last_minute', '最近数据 · minute of its last record · instant'),
                ('*', 'quiet_seconds', '静默秒数 · complete_through - last_minute · seconds'),
                ('*', 'seconds_since_commit', '距上次提交 · by the clock of the database · seconds'),
                ('*', 'seconds_behind', '数据滞后 · clock of the database - complete_through; NULL: not known · seconds'),
                ('*', 'in_time', '及时部分 · true: part of the figures in time, false: of the correction · true or false'),
                ('*', 'rows', '行数 · rows of the minute · rows'),
                ('*', 'good_from', '好评起始等级 · the lowest level that counts as good · level'),
                ('*', 'is_ternary', '三级口径 · whether level 3 is a class of its own · true or false'),
                ('*', 'left_out', '不计入分布的渠道 · channels out of the satisfaction distribution; their ratings are counted · codes'),
                ('*', 'mean_weights', '平均分权重 · weights of levels 1 to 5 in the mean score · points'),
                ('*', 'mean_decimals', '平均分小数位 · decimals of the mean score as the rules publish it · number'),
                ('*', 'mean_rounding', '平均分舍入方式 · how the rules round the mean score · code'),
                ('*', 'rules', '规则文本 · the rules as they stand in the decision set · text'),
                ('*', 'snapshot', '快照编号 · number of the snapshot; one series for the whole store · number'),
                ('*', 'first_day', '期间首日 · first day of the period in Asia/Shanghai · date'),
                ('*', 'last_day', '期间末日 · last day of the period in Asia/Shanghai · date'),
                ('v_snapshot', 'cut_off', '统计截止时间 · when the last rules closed the period; NULL: no calendar said it yet · instant'),
                ('*', 'provisional', '暂定 · taken before the cut had reached the cut-off · true or false'),
                ('v_snapshot', 'rows', '行数 · rows that the snapshot holds · rows'),
                ('*', 'digest', '行摘要 · SHA-256 over the rows in the order of their keys · digest'),
                ('*', 'restates', '重述的快照 · earlier snapshot of the same period; NULL: this is the first · number'),
                ('*', 'differing_rows', '不同行数 · rows that differ from the snapshot that it restates; 0 for a first one · rows'),
                ('v_snapshot', 'reason', '原因 · why it was taken; a restatement always says so · text'),
                ('*', 'is_latest', '是否最新 · no later snapshot restates it · true or false'),
                ('*', 'taken_at', '快照时间 · when it was taken, by the clock of the database · instant'),
                ('*', 'taken_by', '快照人 · user of the machine and of the database · name'),
                ('v_snapshot', 'epoch', '切面序号 · of the cut whose rows it holds · number'),
                ('v_snapshot', 'predecessor', '前一快照封印 · seal of the snapshot before; empty: the first · digest'),
                ('*', 'seal', '封印 · SHA-256 over all that the snapshot says, its rows and its predecessor · digest'),
                ('*', 'row_key', '行键 · key of a canonical row as text (counting.md, section 8) · text'),
                ('*', 'figures', '数值 · its figures as text · text'),
                ('*', 'before', '原数值 · figures in the snapshot that is restated; NULL: it has no such row · text'),
                ('*', 'after', '新数值 · figures in the restatement; NULL: it has no such row · text')
            ) as m (view, col, said)
            where m.view in ('*', c.table_name) and m.col = case when c.column_name = 'in_time' then c.column_name else regexp_replace(c.column_name, '_in_time$', '') end
            order by m.view = '*'
            limit 1
        ) t on true
        where c.table_schema = '${schema}' and c.table_name like 'v\_%'
    loop
        execute format('comment on column ${schema}.%I.%I is %L', one.view, one.col, one.said);
    end loop;
end
$do$;

comment on view ${schema}.v_hour is '按小时的指标 · figures per hour and all dimensions';
comment on view ${schema}.v_day is '按日的指标 · figures per day';
comment on view ${schema}.v_month is '按月的指标 · figures per month';
comment on view ${schema}.v_month_department_channel is '按月、部门、渠道的指标 · figures per month, department and channel';
comment on view ${schema}.v_live_minute is '按分钟的实时指标 · current figures of the last days per minute';
comment on view ${schema}.v_day_duration is '按日的办理时长分布 · how many cases fell into which bucket of durations, per day';
comment on view ${schema}.v_tag_day is '按日的评价标签 · tags of ratings per day';
comment on view ${schema}.v_complaint_day is '按日的投诉 · complaints per day';
comment on view ${schema}.v_complaint_month is '按月的投诉 · complaints per month';
comment on view ${schema}.v_complaint_year_to_date is '投诉（本年累计） · complaints from January to the month, by region and department';
comment on view ${schema}.v_on_time_day is '按日的参评与按期办结 · participation, limits and compression per day';
comment on view ${schema}.v_on_time_month is '按月的参评与按期办结 · participation, limits and compression per month';
comment on view ${schema}.v_on_time_department_month is '按月、部门的参评与按期办结 · participation, limits and compression per month and department';
comment on view ${schema}.v_service_time_day is '按日的工作时间内外服务 · service in and out of working time, per day';
comment on view ${schema}.v_service_time_month is '按月的工作时间内外服务 · service in and out of working time, per month';
comment on view ${schema}.v_bad_review is '未撤销的差评 · bad reviews that stand, without case number';
comment on view ${schema}.v_rules is '规则版本 · what the views make of each version of the rules';
comment on view ${schema}.v_month_publication is '按月、部门的发布口径 · months of units as their region publishes them: samples, small counts, bands';
comment on view ${schema}.v_rules_cutoff is '各规则版本各月统计截止时间 · cut-offs of months by version of the rules';
comment on view ${schema}.v_month_cutoff is '各月统计截止时间 · cut-offs of months';
comment on view ${schema}.v_cut is '当前切面 · the cut that all views show';
comment on view ${schema}.v_cut_history is '全部切面 · all cuts so far';
comment on view ${schema}.v_equation is '闭合等式（分区、主题、合计） · the closing equation per partition, per topic and in total';
comment on view ${schema}.v_equation_kind is '闭合等式（按记录种类） · the classes of the closing equation by kind of record';
comment on view ${schema}.v_quarantine_summary is '隔离区汇总 · refused records, without their bytes';
comment on view ${schema}.v_flag_summary is '标记汇总 · flags of records';
comment on view ${schema}.v_alert is '预警 · alerts, standing and withdrawn';
comment on view ${schema}.v_last_seen is '最近一次数据 · last record per channel and department';
comment on view ${schema}.v_freshness is '数据新鲜度 · how old the figures are';
comment on view ${schema}.v_change is '小时变更 · which hours and departments a cut changed, for readers that follow';
comment on view ${schema}.v_bad_review_change is '差评变更 · on which days a cut changed bad reviews, for readers that follow';
comment on view ${schema}.v_hour_part is '按小时的指标（分部分） · leaves as in v_hour, one row per part, nothing added up';
comment on view ${schema}.v_equation_history is '历次切面的闭合等式 · the closing equation of every cut; NULL: the cut is older than this view';
comment on view ${schema}.v_minute_state is '分钟状态 · by which a minute is seen to have changed';
comment on view ${schema}.v_fraud_flags is '可疑标记 · ratings that look suspicious, a row per signal, without case number; they change no figure';
comment on view ${schema}.v_fraud_cells is '可疑归集 · ten minutes of one rater, device, address or terminal in which ratings are flagged';
comment on view ${schema}.v_fraud_day is '按日的可疑标记 · flagged ratings per day, region and department, beside those that were counted';
comment on view ${schema}.v_snapshot is '已发布期间的快照 · published months, frozen: cut, digest, chain';
comment on view ${schema}.v_snapshot_row is '快照的行 · the rows of snapshots as text';
comment on view ${schema}.v_snapshot_change is '重述的变化 · what each restatement changed against the snapshot that it restates';
