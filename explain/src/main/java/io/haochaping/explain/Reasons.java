package io.haochaping.explain;

import io.haochaping.domain.calendar.ShanghaiTime;
import io.haochaping.domain.ledger.Cause;
import io.haochaping.domain.ledger.Contribution;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.RowKind;

/** The ledger's reasons as sentences. They name records by kind and time, never by case or person. */
final class Reasons {
    private Reasons() {}

    static Sentence of(CaseAccount.Told told) {
        Contribution what = told.what();
        Fact other = told.other() == null ? null : told.other().fact();
        String place = told.other() == null ? "" : " (" + told.other().place() + ")";
        String zhPlace = told.other() == null ? "" : "（" + told.other().place() + "）";
        Sentence self = name(told.record().fact());
        Sentence by = other == null ? new Sentence("", "") : name(other);
        String day = what.row().kind() == RowKind.HOUR
                ? ShanghaiTime.dayText(what.row().time())
                : "";
        return switch (what.cause()) {
            case TAKES_ITS_PLACE -> say(self, "：计入", ": counted");
            case COPY_OF ->
                say(self, "：与" + by.chinese() + zhPlace + "内容相同，计为重复", ": a copy of the " + by.english() + place);
            case HIGHER_REVISION ->
                say(
                        self,
                        "：被修订号更高的" + by.chinese() + zhPlace + "替代",
                        ": superseded by the " + by.english() + place + ", which has the higher revision");
            case EARLIER ->
                say(
                        self,
                        "：被更早的" + by.chinese() + zhPlace + "替代",
                        ": superseded by the earlier " + by.english() + place);
            case LATER ->
                say(
                        self,
                        "：按规则以后来的" + by.chinese() + zhPlace + "为准",
                        ": the rules count the last, the " + by.english() + place);
            case ONE_RE_RATING_TOO_MANY -> say(self, "：超出规则允许的追评次数", ": the rules count fewer re-ratings");
            case AFTER_WINDOW ->
                say(
                        self,
                        "：超出规则规定的评价期限，自" + by.chinese() + zhPlace + "起算",
                        ": given after the window that the rules leave behind the " + by.english() + place);
            case SAME_TIME ->
                say(
                        self,
                        "：与" + by.chinese() + zhPlace + "同时，按内容次序后者在先",
                        ": superseded by the " + by.english() + place
                                + " of the same time, which comes first by content");
            case LATER_DECISION ->
                say(self, "：以后来的" + by.chinese() + zhPlace + "为准", ": the later " + by.english() + place + " decides");
            case REAL_RATING_STANDS ->
                say(self, "：已有真实评价，" + by.chinese() + zhPlace, ": a real rating stands, the " + by.english() + place);
            case VOIDED_BY ->
                say(self, "：因" + by.chinese() + zhPlace + "作废", ": voided by the " + by.english() + place);
            case EXCLUDED_BY ->
                say(self, "：因" + by.chinese() + zhPlace + "排除", ": excluded by the " + by.english() + place);
            case RATING ->
                other == null
                        ? self
                        : say(
                                self,
                                "，按" + by.chinese() + zhPlace + "的等级计",
                                ", at the level of the " + by.english() + place);
            case DEFAULT_SENT ->
                other == null || what.row().kind() != RowKind.HOUR
                        ? say(self, "：由来源发送，计于其自身时间", ": sent by a source, counted at its own time")
                        : say(self, "：由来源发送，计于 " + day, ": sent by a source, counted at the end of " + day);
            case DEFAULT_GENERATED ->
                new Sentence(
                        day + " 的默认评价：" + self.chinese() + "后无评价记录",
                        "default of " + day + ": no rating record follows the " + self.english());
            case DEFAULT_TAKEN_BACK ->
                new Sentence(
                        day + " 的默认评价，被" + by.chinese() + zhPlace + "取消",
                        "default of " + day + ", taken back by the " + by.english() + place);
            case UNMATCHED -> say(self, "：该办件没有任何办件事件", ": its case has no case event");
            case ACCEPTANCE, SERVICE, COMPLETION, STEP -> self;
            case CARRIED_COMPLETION ->
                new Sentence("由" + self.chinese() + "携带的办结时间", "completion that the " + self.english() + " carries");
            case RATED_CASE -> say(self, "，有评价：" + by.chinese() + zhPlace, ", rated: " + by.english() + place);
            case DURATION ->
                other == null
                        ? say(self, "的办理时长，受理时间由其携带", ": time from the acceptance it carries")
                        : say(self, "的办理时长，自" + by.chinese() + zhPlace, ": time since the " + by.english() + place);
            case LIMITS ->
                other == null
                        ? say(self, "：承诺与法定时限，受理时间由其携带或未知", ": its limits, since the acceptance it carries, if any")
                        : say(
                                self,
                                "：承诺与法定时限，自" + by.chinese() + zhPlace + "起算",
                                ": its limits, since the " + by.english() + place);
            case DEADLINE ->
                other == null
                        ? say(self, "：自此起算的工单时限", ": a deadline of the work order that runs from it")
                        : say(
                                self,
                                "：自此起算的工单时限，" + by.chinese() + zhPlace + "按时",
                                ": a deadline of the work order that runs from it, met by the " + by.english() + place);
            case DEADLINE_ORDINARY -> bySeverity(self, "一般", "an ordinary one", other, by, place, zhPlace);
            case DEADLINE_DIFFICULT -> bySeverity(self, "疑难", "a difficult one", other, by, place, zhPlace);
            case SHARED_ITEM -> say(self, "：参与事项", ": a participating item");
            case TAG -> say(self, "：所选标签", ": a tag of it");
            case FLAG -> say(self, "：标记，不影响任何数字", ": a flag, which changes no figure");
        };
    }

    private static Sentence bySeverity(
            Sentence self, String chinese, String english, Fact other, Sentence by, String place, String zhPlace) {
        return say(
                self,
                "：自此起算的工单时限，按" + chinese + "工单" + (other == null ? "" : "，由" + by.chinese() + zhPlace + "认定"),
                ": a deadline of the work order that runs from it, as of " + english
                        + (other == null ? "" : ", told by the " + by.english() + place));
    }

    /** Why a contribution that was in time is taken off the correction, or the other way round. */
    static Sentence stoodInTime(Sentence reasonNow) {
        return new Sentence(
                "截止前已计入，此后不再计入：" + reasonNow.chinese(),
                "counted before the cut-off, and no longer: " + reasonNow.english());
    }

    static Sentence stoodInTime(CaseAccount.Told told) {
        Sentence reason = of(told);
        return new Sentence("截止前已计入：" + reason.chinese(), "counted before the cut-off: " + reason.english());
    }

    private static Sentence say(Sentence self, String chinese, String english) {
        return new Sentence(self.chinese() + chinese, self.english() + english);
    }

    static Sentence name(Fact fact) {
        String at = ShanghaiTime.minuteText(fact.ownTime).replace('T', ' ');
        Sentence kind = kind(fact);
        return new Sentence(at + " 的" + kind.chinese(), kind.english() + " of " + at);
    }

    static Sentence kind(Fact fact) {
        return switch (fact.kind) {
            case RATING ->
                fact.isDefault
                        ? new Sentence("来源默认评价", "sent default")
                        : new Sentence("评价（" + fact.level + " 级）", "rating (level " + fact.level + ")");
            case ACCEPTED -> new Sentence("受理", "acceptance");
            case SERVED -> new Sentence("服务", "service");
            case COMPLETED -> new Sentence("办结", "completion");
            case WORK_ORDER, COMPLAINT, EXCLUSION -> step(fact.step);
        };
    }

    private static Sentence step(Step step) {
        return switch (step) {
            case NONE -> new Sentence("记录", "record");
            case OPENED -> new Sentence("差评工单立单", "opened work order");
            case CONTACTED -> new Sentence("工单联系", "contact of a work order");
            case RECTIFYING -> new Sentence("工单整改中", "rectification under way");
            case RECTIFIED -> new Sentence("工单整改", "rectification");
            case CANNOT_RECTIFY_REQUESTED -> new Sentence("无法整改申请", "request not to rectify");
            case CANNOT_RECTIFY_GRANTED -> new Sentence("无法整改同意", "granted request not to rectify");
            case CANNOT_RECTIFY_REFUSED -> new Sentence("无法整改驳回", "refused request not to rectify");
            case EXTENDED -> new Sentence("工单延期", "extension of a work order");
            case REPLIED -> new Sentence("工单回复", "reply of a work order");
            case REVISITED -> new Sentence("工单回访", "revisit of a work order");
            case RERATED -> new Sentence("追评", "re-rating");
            case INVALID_REQUESTED -> new Sentence("申诉申请", "claim");
            case INVALID_GRANTED -> new Sentence("申诉成立决定", "granted claim");
            case INVALID_REFUSED -> new Sentence("申诉驳回决定", "refused claim");
            case EXCLUDE -> new Sentence("排除决定", "exclusion");
            case REVOKE -> new Sentence("撤销排除决定", "revoked exclusion");
            case COMPLAINT_RECEIVED -> new Sentence("投诉受件", "received complaint");
            case COMPLAINT_ACCEPTED -> new Sentence("投诉受理", "accepted complaint");
            case COMPLAINT_COMPLETED -> new Sentence("投诉办结", "completed complaint");
            case COMPLAINT_REPLIED -> new Sentence("投诉答复", "reply to a complaint");
            case COMPLAINT_REPLY_RATED -> new Sentence("投诉答复评价", "rated reply to a complaint");
        };
    }

    /** The class of the closing equation that a cause gives. */
    static Sentence recordClass(Cause cause) {
        return switch (cause) {
            case COPY_OF -> new Sentence("重复", "duplicate");
            case HIGHER_REVISION,
                    EARLIER,
                    LATER,
                    SAME_TIME,
                    LATER_DECISION,
                    REAL_RATING_STANDS,
                    ONE_RE_RATING_TOO_MANY -> new Sentence("被替代", "superseded");
            case VOIDED_BY -> new Sentence("作废", "voided");
            case EXCLUDED_BY, AFTER_WINDOW -> new Sentence("排除", "excluded");
            default -> new Sentence("计入", "counted");
        };
    }
}
