package io.haochaping.intake;

import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.code.CaseNumber;
import io.haochaping.domain.code.Channel;
import io.haochaping.domain.code.CodeSystem;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.code.Uscc;
import io.haochaping.domain.code.WhiteSpace;
import io.haochaping.domain.fraud.RatingTraces;
import io.haochaping.domain.fraud.Trace;
import io.haochaping.domain.fraud.TracedRating;
import io.haochaping.domain.record.CaseKey;
import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.ComplaintTerms;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.domain.record.ToldSeverity;
import io.haochaping.domain.row.Dimensions;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.Limits;
import io.haochaping.domain.rules.RuleBook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * From the fields as sent to a fact, or to the reason why not: docs/counting.md sections 2, 3, 6 and 7. A pure function of the record and its effective
 * append time; one instance per thread.
 */
final class Normaliser {
    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_NUMBER = 128;
    private static final int LONGEST_RAW_NUMBER = 8 * LONGEST_NUMBER;
    private static final int MOST_CODES = 64;
    private static final int WORST_TWO = 2;
    private static final int LONGEST_SUBJECT = 24;
    /** A telephone number has at least seven. */
    private static final int MOST_DIGITS = 4;

    private static final String OVER_LONG = "OTHER";
    private static final long YEAR_10000 = 253_402_300_800_000L;

    /** Every step by its name in the schemas; a name that is not here is unknown, whatever schema brought it. */
    private static final Map<String, FactKind> CASE_EVENTS =
            Map.of("ACCEPTED", FactKind.ACCEPTED, "SERVED", FactKind.SERVED, "COMPLETED", FactKind.COMPLETED);

    private static final Map<String, TimeLimit.Unit> LIMIT_UNITS = Arrays.stream(TimeLimit.Unit.values())
            .collect(Collectors.toUnmodifiableMap(TimeLimit.Unit::name, unit -> unit));

    private static final Map<String, ToldSeverity> SEVERITIES =
            Map.of("ordinary", ToldSeverity.ORDINARY, "difficult", ToldSeverity.DIFFICULT);

    private static final Map<String, Step> ORDER_STEPS = steps("", 1, 14);
    private static final Map<String, Step> EXCLUSION_STEPS = steps("", 20, 21);
    private static final Map<String, Step> COMPLAINT_STEPS = steps("COMPLAINT_", 30, 34);

    private final Limits limits;
    private final RuleBook rules;
    private final CodeSystems codeSystems;
    private final CaseKey.Maker keys = new CaseKey.Maker();
    private final ByteWriter buffer = new ByteWriter(1024);
    private final Fact.Builder fact = new Fact.Builder();
    private final List<String> flags = new ArrayList<>();
    private final String[] smallest = new String[MOST_CODES + 1];

    /** Of the record that {@link #refusal} was asked about last. */
    private FactKind kind;

    private Step step;
    private CodeSystems.Declared declared;
    private CodeSystem system;
    private int level;
    private String region;
    private String scope;
    private String number;

    Normaliser(Limits limits, RuleBook rules) {
        this.limits = limits;
        this.rules = rules;
        this.codeSystems = rules.codeSystems();
    }

    private static Map<String, Step> steps(String prefix, int first, int last) {
        return Arrays.stream(Step.values())
                .filter(step -> step.code() >= first && step.code() <= last)
                .collect(Collectors.toUnmodifiableMap(step -> step.name().substring(prefix.length()), step -> step));
    }

    /**
     * The reason why a record is refused, or null where {@link #toFact} may be called for it next.
     *
     * @param appendKnown false where the append time that counts could not be read
     */
    Reason refusal(Sent sent, long appendedAt, boolean appendKnown) {
        if (!hasKnownKind(sent)) {
            return Reason.UNKNOWN_KIND;
        }
        declared = codeSystems.named(sent.codeSystem, appendedAt);
        system = declared == null ? null : declared.system();
        level = 0;
        if (hasLevel()) {
            if (system == null) {
                return Reason.UNDECLARED_CODE_SYSTEM;
            }
            level = system.level(sent.level);
            if (level == 0) {
                return Reason.UNKNOWN_LEVEL;
            }
        }
        if (step == Step.COMPLAINT_REPLY_RATED && system != null) {
            level = system.level(sent.level);
        }
        if (!hasIdentity(sent)) {
            return Reason.NO_IDENTITY;
        }
        return appendKnown ? refusalByTime(sent.time, appendedAt) : Reason.UNUSABLE_TIME;
    }

    private boolean hasKnownKind(Sent sent) {
        step = Step.NONE;
        kind = switch (sent.type) {
            case RATING -> FactKind.RATING;
            case CASE_EVENT -> CASE_EVENTS.get(sent.kind);
            case WORK_ORDER_EVENT -> FactKind.WORK_ORDER;
            case COMPLAINT_EVENT -> FactKind.COMPLAINT;
            case EXCLUSION -> FactKind.EXCLUSION;
            case TICK, BAD_REVIEW, ALERT, QUARANTINED -> null;
        };
        switch (sent.type) {
            case WORK_ORDER_EVENT -> step = ORDER_STEPS.get(sent.kind);
            case COMPLAINT_EVENT -> step = COMPLAINT_STEPS.get(sent.kind);
            case EXCLUSION -> step = EXCLUSION_STEPS.get(sent.kind);
            default -> {}
        }
        return kind != null && step != null;
    }

    private boolean hasLevel() {
        return kind == FactKind.RATING || step == Step.RERATED;
    }

    private boolean hasIdentity(Sent sent) {
        region = legible(RegionCode.normalise(sent.handlingRegion));
        String issuing = legible(WhiteSpace.trimmed(sent.issuingSystem));
        scope = issuing.isEmpty() ? region : issuing;
        if (scope.isEmpty() || sent.ordinal < 1 || isBeyondNormalising(sent.number)) {
            return false;
        }
        number = legible(CaseNumber.normalise(sent.number));
        return !number.isEmpty()
                && number.length() <= LONGEST_NUMBER
                && scope.length() <= LONGEST_NUMBER
                && sent.group.length() <= LONGEST_NUMBER
                && sent.claimId.length() <= LONGEST_NUMBER
                && (!isClaim() || !isBlank(sent.claimId))
                && (kind != FactKind.EXCLUSION || !isBlank(sent.group));
    }

    private boolean isClaim() {
        return step == Step.INVALID_REQUESTED || step.isClaimDecision();
    }

    /**
     * True for a number that stays longer than {@link #LONGEST_NUMBER} whatever normalising does: composing never makes less than a quarter of the characters.
     * To normalise a megabyte of accents takes minutes, because they are sorted one by one.
     */
    private static boolean isBeyondNormalising(String raw) {
        return raw.length() > LONGEST_RAW_NUMBER && WhiteSpace.removed(raw).length() > LONGEST_RAW_NUMBER;
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

    /** The fact of the record that {@link #refusal} has just let pass. */
    Fact toFact(Sent sent, RawRecord raw, long appendedAt) {
        flags.clear();
        fact.clear();
        fact.kind = kind;
        fact.step = step;
        // Complaint numbers are a name space of their own: one that looks like a case number must not meet that case.
        // No scope begins with U+0000, see legible.
        fact.key = keys.of(kind == FactKind.COMPLAINT ? "\0complaint " + scope : scope, number);
        fact.ordinal = sent.ordinal;
        fact.ownTime = sent.time;
        fact.appendedAt = appendedAt;
        fact.topic = raw.topic();
        fact.partition = raw.partition();
        // Copies of one record that were appended before and behind a new meaning are read differently, and must not
        // stand for each other.
        sent.codesSince = declared == null ? "" : declared.since();
        fact.content = sent.content(buffer);
        fact.revision = sent.revision;
        fact.level = level;
        fact.isDefault = sent.isDefault;
        fact.realName = sent.realName;
        fact.acceptedAt = orZero(sent.acceptedAt);
        fact.completedAt = orZero(sent.completedAt);
        fact.group = step.isClaimDecision() ? sent.claimId : sent.group;
        fact.tags = codes(sent.tags, "", "tags");
        fact.dimensions = dimensions(sent);
        fact.participating = codes(sent.participatingItems, fact.dimensions.item(), "participating-items");
        fact.specialSpans = sent.specialProcedures;
        fact.complaint = kind == FactKind.COMPLAINT ? terms(sent) : null;
        fact.severity = kind == FactKind.WORK_ORDER ? severity(sent) : ToldSeverity.NOTHING;
        fact.limits = kind == FactKind.RATING || kind.isCaseEvent() ? limits(sent) : null;
        if (kind == FactKind.RATING && level <= WORST_TWO) {
            fact.scope = scope;
            fact.caseNumber = number;
        }
        flagTags();
        flagCodes(sent);
        fact.flags = flags.isEmpty() ? Fact.NO_TEXTS : flags.toArray(String[]::new);
        return fact.build();
    }

    /** A code without a meaning says that the order was classified, and not how: what was told of it before does not hold either. */
    private ToldSeverity severity(Sent sent) {
        String code = WhiteSpace.trimmed(sent.severity);
        if (code.isEmpty()) {
            return ToldSeverity.NOTHING;
        }
        ToldSeverity told = SEVERITIES.get(code);
        if (told == null) {
            flag("unknown-severity", publishable(code));
            return ToldSeverity.UNREADABLE;
        }
        return told;
    }

    private static CaseLimits limits(Sent sent) {
        return CaseLimits.of(
                limit(sent.promisedAmount, sent.promisedUnit), limit(sent.statutoryAmount, sent.statutoryUnit));
    }

    private static int limit(int amount, String unit) {
        if (unit.isEmpty()) {
            return TimeLimit.NOT_SENT;
        }
        TimeLimit.Unit known = LIMIT_UNITS.get(unit);
        return known == null ? TimeLimit.UNREADABLE : TimeLimit.code(amount, known);
    }

    /** What is suspicious or not about the record that {@link #toFact} has just made: traces of a rating by a person, or of an acceptance; none of anything else. */
    void lay(RatingTraces traces, Sent sent, Fact of, Consumer<Trace> out) {
        if (of.kind == FactKind.ACCEPTED) {
            traces.accepted(of.key, of.ownTime, out);
        } else if (of.kind == FactKind.RATING && !of.isDefault) {
            TracedRating rating = new TracedRating(
                    scope,
                    number,
                    of.ordinal,
                    of.content,
                    of.level,
                    of.ownTime,
                    of.revision,
                    sent.hasText,
                    flags.contains("tag-against-level"),
                    of.acceptedAt > of.ownTime && of.acceptedAt - of.ownTime <= limits.horizon(),
                    of.dimensions.region(),
                    of.dimensions.department(),
                    of.dimensions.channel());
            traces.rated(
                    of.key,
                    rating,
                    WhiteSpace.trimmed(sent.rater),
                    WhiteSpace.trimmed(sent.device),
                    WhiteSpace.trimmed(sent.address),
                    code(sent.terminal, "terminal"),
                    out);
        }
    }

    private static ComplaintTerms terms(Sent sent) {
        return new ComplaintTerms(sent.simple, orZero(sent.acceptanceDueAt), orZero(sent.completionDueAt));
    }

    private static long orZero(long time) {
        return time == Sent.NOT_SENT ? 0 : time;
    }

    private Dimensions dimensions(Sent sent) {
        String owner = region.isEmpty() ? acceptanceRegion(sent) : region;
        CountsFor side = rules.at(owner, sent.time).countsFor();
        if (side.acceptingRegion() && !isBlank(sent.acceptanceRegion)) {
            owner = acceptanceRegion(sent);
        }
        String counted = code(owner, "region");
        if (!owner.isEmpty() && !isTwelveDigits(owner)) {
            flag("malformed-region", counted);
        }
        return new Dimensions(
                counted,
                department(sent, side.acceptingDepartment()),
                code(sent.venue, "venue"),
                code(sent.item, "item"),
                channel(sent),
                code(sent.originApp, "origin-app"));
    }

    private static String acceptanceRegion(Sent sent) {
        return legible(RegionCode.normalise(sent.acceptanceRegion));
    }

    private String department(Sent sent, boolean accepting) {
        String first = accepting ? sent.acceptanceDepartment : sent.handlingDepartment;
        String second = accepting ? sent.handlingDepartment : sent.acceptanceDepartment;
        String sentCode = isBlank(first) ? second : first;
        String department = code(sentCode, "department");
        if (!department.isEmpty() && !department.equals(OVER_LONG) && !Uscc.isValid(department)) {
            flag("wrong-check-digit", department);
        }
        return department;
    }

    private String channel(Sent sent) {
        if (kind.isCaseEvent()) {
            Channel channel = CodeSystem.caseChannel(sent.channel);
            if (channel == Channel.OTHER && !sent.channel.isEmpty()) {
                flag("unknown-channel", publishable(sent.channel));
            }
            return channel.code();
        }
        Channel channel = (system == null ? CodeSystem.DESK_SDK : system).channel(sent.channel);
        if (channel == Channel.OTHER && kind == FactKind.RATING) {
            flag("unknown-channel", system.code() + ":" + publishable(sent.channel));
        }
        return channel.code();
    }

    private String code(String raw, String dimension) {
        String code = WhiteSpace.trimmed(raw);
        if (code.length() <= LONGEST_CODE) {
            return legible(code);
        }
        flag("over-long-code", dimension);
        return OVER_LONG;
    }

    /** Distinct and ascending, at most 64 of them, without the one that is to be left out. */
    private String[] codes(String[] raw, String leftOut, String list) {
        if (raw.length == 0) {
            return Fact.NO_TEXTS;
        }
        int size = 0;
        for (String sent : raw) {
            String code = code(sent, list);
            if (!code.isEmpty() && !code.equals(leftOut)) {
                size = keep(code, size);
            }
        }
        if (size > MOST_CODES) {
            flag("too-many-codes", list);
            size = MOST_CODES;
        }
        return size == 0 ? Fact.NO_TEXTS : Arrays.copyOf(smallest, size);
    }

    /** Puts a code among the smallest so far: one more than may be used, so that too many of them show. Returns how many there are. */
    private int keep(String code, int size) {
        int found = Arrays.binarySearch(smallest, 0, size, code);
        int at = -found - 1;
        if (found >= 0 || at > MOST_CODES) {
            return size;
        }
        System.arraycopy(smallest, at, smallest, at + 1, Math.min(size, MOST_CODES) - at);
        smallest[at] = code;
        return Math.min(size, MOST_CODES) + 1;
    }

    /** The first digit of a tag is the level it belongs to. */
    private void flagTags() {
        for (String tag : fact.tags) {
            if (kind == FactKind.RATING && tag.charAt(0) - '0' != level) {
                flag("tag-against-level", fact.dimensions.department());
                return;
            }
        }
    }

    /** What a code system says beyond levels and channels changes no figure; that a record does not keep to it is told. The built-in ones say nothing. */
    private void flagCodes(Sent sent) {
        if (system == null) {
            return;
        }
        if (!sent.caseKind.isEmpty() && !system.hasCaseKind(sent.caseKind)) {
            flag("unknown-case-kind", system.code() + ":" + publishable(sent.caseKind));
        }
        if (!sent.applicant.isEmpty() && !system.hasApplicant(sent.applicant)) {
            flag("unknown-applicant", system.code() + ":" + publishable(sent.applicant));
        }
        flagWidth(sent.handlingRegion);
        flagWidth(sent.acceptanceRegion);
    }

    private void flagWidth(String raw) {
        int digits =
                system.regionDigits().isEmpty() ? 0 : WhiteSpace.removed(raw).length();
        if (digits > 0 && !system.hasRegionsOf(digits)) {
            flag("region-width", system.code() + ":" + digits);
        }
    }

    private static boolean isBlank(String text) {
        return WhiteSpace.trimmed(text).isEmpty();
    }

    /** PostgreSQL holds no U+0000 in a text, and one record must not stop the store; what is no text is shown as that. */
    private static String legible(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /**
     * A code as sent where it looks like one. What stands in a code's field by mistake may be a sentence of the rater, a telephone or an identity number, and a flag is
     * read by everybody.
     */
    private static String publishable(String code) {
        boolean looksLikeCode = code.length() <= LONGEST_SUBJECT
                && code.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'))
                && code.chars().filter(Character::isDigit).count() <= MOST_DIGITS;
        return looksLikeCode ? code : "not-a-code";
    }

    private static boolean isTwelveDigits(String region) {
        return region.length() == RegionCode.LENGTH && region.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Once per record, however many of its fields deserve it. */
    private void flag(String flag, String subject) {
        for (int i = 0; i < flags.size(); i += 2) {
            if (flags.get(i).equals(flag) && flags.get(i + 1).equals(subject)) {
                return;
            }
        }
        flags.add(flag);
        flags.add(subject);
    }
}
