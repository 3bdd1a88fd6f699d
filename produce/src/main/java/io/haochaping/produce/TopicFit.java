package io.haochaping.produce;

import io.haochaping.domain.rules.Limits;
import io.haochaping.produce.mapping.Mapping;
import io.haochaping.produce.mapping.RecordKind;
import io.haochaping.produce.say.Refusal;
import io.haochaping.produce.topic.Holdings;
import java.time.LocalDate;
import java.util.Optional;

/** Whether a file may go into a topic, by what the topic holds and what an earlier run has noted. */
record TopicFit(ProduceOptions options, Console console, String topic) {

    void warnOfKinds(Mapping mapping) {
        for (RecordKind kind : mapping.kinds()) {
            if (!kind.isUsuallyIn(topic)) {
                console.warn(
                        "By the standard configuration a " + kind.id() + " belongs on " + kind.topic()
                                + (kind == RecordKind.RATING ? "*" : "") + ", not on " + topic
                                + ": unless the job is configured so, it does not read it.",
                        "按标准配置，" + kind.id() + " 记录应写入 " + kind.topic() + (kind == RecordKind.RATING ? "*" : "")
                                + "，而不是 " + topic + "：除非作业如此配置，否则不会读取。");
            }
        }
    }

    /** Says from when a job takes what the mapping makes. Sent before that day every record would be quarantined, and stay so in every replay. */
    void requireDayOfLaterVersion(Mapping mapping, long now) throws Refusal {
        tellLaterVersion(console, mapping);
        // The broker says when a record was appended, and its clock may be behind this one.
        if (!options.historical() && now - Limits.STANDARD.futureTolerance() < mapping.laterVersionFromMillis()) {
            LocalDate day = mapping.laterVersionFrom().orElseThrow();
            throw Refusal.failure(
                    "A job takes work orders that tell their severity from " + day
                            + " on, by the clock of the broker, and what is sent before that day it quarantines as unknown-schema, in every replay. Send this file then, or take severity out of the mapping.",
                    "作业自 " + day + " 起才接收载明难易程度的工单；此前发送的记录会以 unknown-schema 隔离，每次重放亦然。请届时再发送，或从映射文件中去掉 severity。");
        }
    }

    static void tellLaterVersion(Console console, Mapping mapping) {
        mapping.laterVersionFrom()
                .ifPresent(day -> console.say(
                        "Work orders that tell their severity are written in version 2 of their record: a job takes them from "
                                + day + " on, where its kafka.record-versions names work-order-event|2|" + day
                                + "; where it does not, it quarantines each as unknown-schema.",
                        "载明难易程度的工单以记录的第 2 版写出：作业的 kafka.record-versions 写有 work-order-event|2|" + day + " 时，自 " + day
                                + " 起接收；否则逐条以 unknown-schema 隔离。"));
    }

    void requireSameFile(Optional<Checkpoint> checkpoint, String digest) throws Refusal {
        boolean other = checkpoint.isPresent()
                && !checkpoint.get().file().equals(digest)
                && checkpoint.get().holdings().line() > 0;
        if (other) {
            long line = checkpoint.get().holdings().line();
            throw Refusal.failure(
                    options.file() + " has changed since its lines up to " + line + " were sent to " + topic
                            + " (noted in "
                            + options.state()
                            + "): which of its lines are new, nobody can say. Put the file back as it was, or put"
                            + " the new lines alone into a file of their own.",
                    options.file() + " 的第 " + line + " 行及之前已发送到 " + topic + "（见 " + options.state()
                            + "），此后文件被修改：无法判断哪些行是新的。请恢复原文件，或把新行单独存成一个文件。");
        }
    }

    void require(Holdings holdings) throws Refusal {
        if (holdings.otherMapping()) {
            throw Refusal.failure(
                    topic + " holds lines of " + options.file() + " (up to " + holdings.line()
                            + ") that another mapping file made: what is sent now would not fit them. Use that mapping file, or put the"
                            + " lines that are still to be sent into a file of their own.",
                    topic + " 中已有 " + options.file() + " 的行（至第 " + holdings.line()
                            + " 行），由另一个映射文件产生，与现在要发送的不一致。请使用当时的映射文件，或把尚未发送的行单独存成一个文件。");
        }
        if (options.historical() && holdings.withoutHeader() > 0) {
            throw Refusal.wrongUse(
                    topic
                            + " is no copy: records in it do not say when they were first appended. A historical export goes to a"
                            + " topic of its own, such as " + topic + "-history.",
                    topic + " 不是副本：其中的记录没有首次写入时间。历史数据请写入单独的主题，例如 " + topic + "-history。");
        }
        if (!options.historical() && holdings.withHeader() > 0) {
            throw Refusal.wrongUse(
                    topic
                            + " holds a copy: its records say when they were first appended, and the door refuses one that does"
                            + " not. A live feed goes to a topic of its own; history goes with --historical.",
                    topic + " 中是副本：其记录带有首次写入时间，没有该时间的记录会被入口拒绝。实时数据请写入单独的主题；历史数据请用 --historical。");
        }
        if (holdings.line() > 0) {
            console.say(
                    String.format("Lines up to %,d are in %s already; going on behind them.", holdings.line(), topic),
                    String.format("第 %,d 行及之前已在 %s 中；从其后继续。", holdings.line(), topic));
        }
    }
}
