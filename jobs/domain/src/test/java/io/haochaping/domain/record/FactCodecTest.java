package io.haochaping.domain.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FactCodecTest {
    private static final CaseKey KEY = new CaseKey(1, 2);

    private final FactCodec codec = new FactCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyFactComesBack(long seed) {
        Random random = new Random(seed);
        ByteWriter out = new ByteWriter(16);
        for (int i = 0; i < 5_000; i++) {
            Fact first = anyFact(random);
            Fact second = anyFact(random);
            out.clear();
            codec.write(first, out);
            codec.write(second, out);
            codec.writeBehind(second, first, out);

            ByteReader in = new ByteReader(out.toBytes());
            assertThat(codec.read(KEY, in)).isEqualTo(first);
            assertThat(codec.read(KEY, in)).isEqualTo(second);
            assertThat(codec.readBehind(second, in)).isEqualTo(first);
            assertThat(in.hasMore()).isFalse();
        }
    }

    @Test
    void extremeCarriedTimesComeBack() {
        Fact.Builder fact = plain();
        fact.ownTime = 1;
        fact.acceptedAt = Long.MIN_VALUE;
        fact.completedAt = Long.MAX_VALUE;
        fact.specialSpans = new long[] {Long.MIN_VALUE, Long.MAX_VALUE};

        assertThat(roundTrip(fact.build())).isEqualTo(fact.build());
    }

    @Test
    void aFactWithoutOptionalFieldsIsShort() {
        ByteWriter out = new ByteWriter(16);
        codec.write(plain().build(), out);

        assertThat(out.length()).isLessThan(80);
    }

    @Test
    void limitsCostTwoBytesAndTheirAbsenceNone() {
        Fact.Builder fact = plain();
        ByteWriter before = new ByteWriter(16);
        codec.write(fact.build(), before);
        fact.limits = CaseLimits.NONE;
        ByteWriter without = new ByteWriter(16);
        codec.write(fact.build(), without);
        fact.limits = new CaseLimits(
                TimeLimit.code(1, TimeLimit.Unit.WORKING_DAY), TimeLimit.code(20, TimeLimit.Unit.WORKING_DAY));
        ByteWriter both = new ByteWriter(16);
        codec.write(fact.build(), both);

        assertThat(without.length()).isEqualTo(before.length());
        assertThat(both.length()).isEqualTo(before.length() + 2);
    }

    /** One of them makes the number longer that says which fields follow. */
    @Test
    void aSeverityCostsTwoBytesAndItsAbsenceNone() {
        Fact.Builder fact = plain();
        fact.kind = FactKind.WORK_ORDER;
        fact.step = Step.OPENED;
        fact.group = "W-1";
        ByteWriter before = new ByteWriter(16);
        codec.write(fact.build(), before);
        for (ToldSeverity told : ToldSeverity.values()) {
            fact.severity = told;
            ByteWriter out = new ByteWriter(16);
            codec.write(fact.build(), out);

            assertThat(out.length() - before.length()).isEqualTo(told == ToldSeverity.NOTHING ? 0 : 2);
            assertThat(roundTrip(fact.build()).severity).isEqualTo(told);
        }
    }

    @Test
    void aFieldOfALaterVersionIsRefusedAndNotTakenForTheNextRecord() {
        ByteReader in = new ByteReader(new ByteWriter(8).writeByte(1).toBytes());

        assertThatThrownBy(() -> codec.readOptional(plain(), 1 << 15, in))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a newer one");
    }

    @Test
    void everyReadableLimitIsFoundByItsCode() {
        for (TimeLimit.Unit unit : TimeLimit.Unit.values()) {
            for (int amount : new int[] {0, 1, 31, TimeLimit.LONGEST}) {
                assertThat(TimeLimit.of(TimeLimit.code(amount, unit))).isEqualTo(new TimeLimit(amount, unit));
            }
        }
        assertThat(TimeLimit.code(3, TimeLimit.Unit.WORKING_DAY))
                .as("on the wire and in state")
                .isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource(FactKind.class)
    void everyKindIsFoundByItsCode(FactKind kind) {
        assertThat(FactKind.of(kind.code())).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void everyStepIsFoundByItsCode(Step step) {
        assertThat(Step.of(step.code())).isEqualTo(step);
    }

    @Test
    void aCaseIsNamedByItsScopeAndNumber() {
        CaseKey.Maker maker = new CaseKey.Maker();

        assertThat(maker.of("gd", "A1")).isEqualTo(new CaseKey.Maker().of("gd", "A1"));
        assertThat(maker.of("gd", "A1")).isNotEqualTo(maker.of("gd", "A2"));
        assertThat(maker.of("gda", "1")).isNotEqualTo(maker.of("gd", "a1"));
    }

    @Test
    void aCopyIsToldByKindOrdinalAndContentAlone() {
        Fact.Builder fact = plain();
        Fact one = fact.build();
        fact.partition = 4;
        fact.appendedAt++;
        Fact copy = fact.build();
        fact.ordinal = 2;
        Fact other = fact.build();

        assertThat(one.isCopyOf(copy)).isTrue();
        assertThat(one.isCopyOf(other)).isFalse();
        assertThat(one.holdsBefore(copy)).isTrue();
        assertThat(copy.holdsBefore(one)).isFalse();
        assertThat(one.holdsBefore(one)).isFalse();
        assertThat(one.heldBy(copy, 5).partition).isEqualTo(4);
        assertThat(one.heldBy(copy, 5).appendedAt).isEqualTo(5);
    }

    @Test
    void aFactToldInALogNamesNoCaseNumber() {
        Fact.Builder fact = plain();
        fact.scope = "gd";
        fact.caseNumber = "SECRET";

        assertThat(fact.build().toString()).doesNotContain("SECRET");
    }

    private Fact roundTrip(Fact fact) {
        ByteWriter out = new ByteWriter(16);
        codec.write(fact, out);
        return codec.read(KEY, new ByteReader(out.toBytes()));
    }

    private static Fact.Builder plain() {
        Fact.Builder fact = new Fact.Builder();
        fact.key = KEY;
        fact.kind = FactKind.RATING;
        fact.level = 5;
        fact.ownTime = 1_772_416_800_000L;
        fact.appendedAt = fact.ownTime + 250;
        fact.topic = "rating.web";
        fact.content = 0x123456789ABCDEFL;
        fact.dimensions = new Dimensions("440100000000", "11440100007482532L", "", "item-1", "web", "");
        return fact;
    }

    private static Fact anyFact(Random random) {
        Fact.Builder fact = plain();
        fact.kind = FactKind.values()[random.nextInt(FactKind.values().length)];
        fact.content = random.nextLong();
        fact.ownTime = time(random);
        fact.appendedAt = time(random);
        fact.partition = random.nextInt(1_000);
        fact.level = random.nextInt(6);
        fact.step = random.nextBoolean() ? Step.values()[random.nextInt(Step.values().length)] : Step.NONE;
        fact.ordinal = random.nextBoolean() ? 1 : 1 + random.nextInt(Integer.MAX_VALUE);
        fact.revision = random.nextBoolean() ? 0 : random.nextInt();
        fact.isDefault = random.nextBoolean();
        fact.realName = random.nextBoolean();
        fact.acceptedAt = random.nextBoolean() ? 0 : random.nextLong();
        fact.completedAt = random.nextBoolean() ? 0 : time(random);
        fact.group = random.nextBoolean() ? "" : "claim-" + random.nextInt();
        fact.tags = texts(random);
        fact.participating = texts(random);
        fact.flags = random.nextBoolean() ? Fact.NO_TEXTS : new String[] {"unknown-channel", "差|" + random.nextInt()};
        fact.specialSpans = random.longs(random.nextInt(3) * 2).toArray();
        fact.scope = random.nextBoolean() ? "" : "gd";
        fact.caseNumber = fact.scope.isEmpty() ? "" : "号" + random.nextInt();
        fact.complaint = random.nextBoolean()
                ? null
                : new ComplaintTerms(
                        random.nextBoolean(),
                        random.nextBoolean() ? 0 : time(random),
                        random.nextBoolean() ? 0 : time(random));
        fact.limits = random.nextBoolean() ? null : CaseLimits.of(limit(random), limit(random));
        fact.severity = ToldSeverity.values()[random.nextInt(random.nextBoolean() ? 1 : 4)];
        fact.dimensions = random.nextBoolean()
                ? Dimensions.NONE
                : new Dimensions("r" + random.nextInt(9), "d", "v", "事项" + random.nextInt(99_999), "web", "app");
        return fact.build();
    }

    private static int limit(Random random) {
        TimeLimit.Unit[] units = TimeLimit.Unit.values();
        return switch (random.nextInt(3)) {
            case 0 -> TimeLimit.NOT_SENT;
            case 1 -> TimeLimit.UNREADABLE;
            default -> TimeLimit.code(random.nextInt(TimeLimit.LONGEST + 1), units[random.nextInt(units.length)]);
        };
    }

    private static long time(Random random) {
        return 1 + Math.floorMod(random.nextLong(), 253_402_300_800_000L);
    }

    private static String[] texts(Random random) {
        int count = random.nextInt(4);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "t" + random.nextInt(1_000);
        }
        return texts;
    }
}
