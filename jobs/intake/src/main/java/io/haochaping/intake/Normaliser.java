package io.haochaping.intake;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.code.CaseNumber;
import io.haochaping.domain.code.Channel;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.Uscc;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.Limits;
import io.haochaping.schemas.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From the fields as sent to a fact, or to the reason why not: docs/counting.md sections 2, 3, 6 and 7. A pure function of the record and its effective
 * append time; one instance per thread.
 */
final class Normaliser {
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_NUMBER = 128;
    private static final int MOST_CODES = 64;
    private static final long YEAR_10000 = 253_402_300_800_000L;

    private final Limits limits;
    private final CaseKey.Maker keys = new CaseKey.Maker();
    private final ByteWriter buffer = new ByteWriter(1024);
    private final Fact.Builder fact = new Fact.Builder();
    private final List<String> flags = new ArrayList<>();

    Normaliser(Limits limits) {
        this.limits = limits;
    }

    /**
     * The reason why a record is refused, or null where {@link #toFact} may be called.
     *
     * @param appendKnown false where the append time that counts could not be read
     */
    Reason refusal(Sent sent, long appendedAt, boolean appendKnown) {
        if (sent.kind.equals("UNKNOWN")) {
            return Reason.UNKNOWN_KIND;
        }
        if (hasLevel(sent)) {
            Optional<CodeSystem> system = CodeSystem.named(sent.codeSystem);
            if (system.isEmpty()) {
                return Reason.UNDECLARED_CODE_SYSTEM;
            }
            if (system.get().level(sent.level) == 0) {
                return Reason.UNKNOWN_LEVEL;
            }
        }
        if (!hasIdentity(sent)) {
            return Reason.NO_IDENTITY;
        }
        return appendKnown ? refusalByTime(sent.time, appendedAt) : Reason.UNUSABLE_TIME;
    }

    private static boolean hasLevel(Sent sent) {
        return sent.type == RecordType.RATING
                || sent.type == RecordType.WORK_ORDER_EVENT && sent.kind.equals("RERATED");
    }

    private static boolean hasIdentity(Sent sent) {
        String number = CaseNumber.normalise(sent.number);
        boolean named = !number.isEmpty() && number.length() <= LONGEST_NUMBER && sent.ordinal >= 1;
        boolean claimed = !sent.kind.startsWith("INVALID_") || !sent.claimId.isEmpty();
        boolean decided = sent.type != RecordType.EXCLUSION || !sent.group.isEmpty();
        return named && claimed && decided && !scope(sent).isEmpty();
    }

    private Reason refusalByTime(long time, long appendedAt) {
        if (time <= 0 || time >= YEAR_10000) {
            return Reason.UNUSABLE_TIME;
        }
        if (appendedAt - time > limits.horizon()) {
            return Reason.BEYOND_HORIZON;
        }
        return time - appendedAt > limits.futureTolerance() ? Reason.FROM_FUTURE : null;
    }

    private static String scope(Sent sent) {
        String issuing = sent.issuingSystem.strip();
        return issuing.isEmpty() ? RegionCode.normalise(sent.handlingRegion) : issuing;
    }

    Fact toFact(Sent sent, RawRecord raw, long appendedAt) {
        flags.clear();
        fact.clear();
        String scope = scope(sent);
        String number = CaseNumber.normalise(sent.number);
        fact.kind = kind(sent);
        fact.step = step(sent);
        // Complaint numbers are a name space of their own: one that looks like a case number must not meet that case.
        fact.key = keys.of(fact.kind == FactKind.COMPLAINT ? "complaint " + scope : scope, number);
        fact.ordinal = sent.ordinal;
        fact.ownTime = sent.time;
        fact.appendedAt = appendedAt;
        fact.topic = raw.topic();
        fact.partition = raw.partition();
        fact.content = sent.content(buffer);
        fact.revision = sent.revision;
        fact.level = hasLevel(sent) ? system(sent).level(sent.level) : 0;
        fact.isDefault = sent.isDefault;
        fact.realName = sent.realName;
        fact.acceptedAt = sent.acceptedAt;
        fact.completedAt = sent.completedAt;
        fact.group = fact.step.isClaimDecision() ? sent.claimId : sent.group;
        fact.tags = codes(sent.tags, "");
        fact.dimensions = dimensions(sent);
        fact.participating = codes(sent.participatingItems, fact.dimensions.item());
        fact.specialSpans = sent.specialProcedures;
        if (fact.kind == FactKind.RATING && fact.level <= 2) {
            fact.scope = scope;
            fact.caseNumber = number;
        }
        flagTags();
        fact.flags = flags.isEmpty() ? Fact.NO_TEXTS : flags.toArray(String[]::new);
        return fact.build();
    }

    private static FactKind kind(Sent sent) {
        return switch (sent.type) {
            case RATING -> FactKind.RATING;
            case CASE_EVENT -> FactKind.valueOf(sent.kind);
            case WORK_ORDER_EVENT -> FactKind.WORK_ORDER;
            case COMPLAINT_EVENT -> FactKind.COMPLAINT;
            case EXCLUSION -> FactKind.EXCLUSION;
            default -> throw new IllegalArgumentException(sent.type + " is no source record");
        };
    }

    private static Step step(Sent sent) {
        return switch (sent.type) {
            case WORK_ORDER_EVENT, EXCLUSION -> Step.valueOf(sent.kind);
            case COMPLAINT_EVENT -> Step.valueOf("COMPLAINT_" + sent.kind);
            default -> Step.NONE;
        };
    }

    private static CodeSystem system(Sent sent) {
        return CodeSystem.named(sent.codeSystem).orElseThrow();
    }

    private Dimensions dimensions(Sent sent) {
        String region = RegionCode.normalise(firstOf(sent.handlingRegion, sent.acceptanceRegion));
        String department = code(firstOf(sent.handlingDepartment, sent.acceptanceDepartment), "department");
        if (!region.isEmpty() && !isTwelveDigits(region)) {
            flag("malformed-region", shortened(region));
        }
        if (!department.isEmpty() && !Uscc.isValid(department)) {
            flag("wrong-check-digit", department);
        }
        return new Dimensions(
                code(region, "region"),
                department,
                code(sent.venue, "venue"),
                code(sent.item, "item"),
                channel(sent),
                code(sent.originApp, "origin-app"));
    }

    private static String firstOf(String preferred, String other) {
        return preferred.isBlank() ? other : preferred;
    }

    private String channel(Sent sent) {
        if (sent.type == RecordType.CASE_EVENT) {
            Channel channel = CodeSystem.caseChannel(sent.channel);
            if (channel == Channel.OTHER && !sent.channel.isEmpty()) {
                flag("unknown-channel", shortened(sent.channel));
            }
            return channel.code();
        }
        CodeSystem system = CodeSystem.named(sent.codeSystem).orElse(CodeSystem.DESK_SDK);
        Channel channel = system.channel(sent.channel);
        if (channel == Channel.OTHER && sent.type == RecordType.RATING) {
            flag("unknown-channel", sent.codeSystem + ":" + shortened(sent.channel));
        }
        return channel.code();
    }

    private String code(String raw, String dimension) {
        String stripped = raw.strip();
        if (stripped.length() <= LONGEST_CODE) {
            return stripped;
        }
        flag("over-long-code", dimension);
        return "OTHER";
    }

    /** Distinct and ascending, at most 64 of them, without the one that is to be left out. */
    private String[] codes(String[] raw, String leftOut) {
        if (raw.length == 0) {
            return Fact.NO_TEXTS;
        }
        String[] distinct = Arrays.stream(raw)
                .map(code -> code(code, "list"))
                .filter(code -> !code.isEmpty() && !code.equals(leftOut))
                .distinct()
                .sorted()
                .toArray(String[]::new);
        if (distinct.length > MOST_CODES) {
            flag("too-many-codes", "list");
            return Arrays.copyOf(distinct, MOST_CODES);
        }
        return distinct;
    }

    /** The first digit of a tag is the level it belongs to. */
    private void flagTags() {
        for (String tag : fact.tags) {
            if (fact.kind == FactKind.RATING && tag.charAt(0) - '0' != fact.level) {
                flag("tag-against-level", fact.dimensions.department());
                return;
            }
        }
    }

    private static boolean isTwelveDigits(String region) {
        return region.length() == 12 && region.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String shortened(String code) {
        return code.length() <= LONGEST_CODE ? code : code.substring(0, LONGEST_CODE);
    }

    private void flag(String flag, String subject) {
        flags.add(flag);
        flags.add(subject);
    }
}
