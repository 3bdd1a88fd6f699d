package io.haochaping.domain.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.haochaping.domain.bytes.ByteReader;
import io.haochaping.domain.bytes.ByteWriter;
import io.haochaping.domain.row.Dimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FactsCodecTest {
    private static final long ACCEPTED_AT = 1_790_000_000_123L;
    private final FactsCodec codec = new FactsCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theFactsOfACaseComeBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            Fact[] facts = anyFacts(random);

            ByteWriter out = new ByteWriter(16);
            codec.write(facts, facts.length, out);

            assertThat(read(out)).containsExactly(facts);
            assertThat(codec.readFirstTime(new ByteReader(out.toBytes()))).isEqualTo(facts[0].ownTime);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCaseOfForm1IsStillRead(long seed) {
        Random random = new Random(seed);
        FactCodec single = new FactCodec();
        for (int i = 0; i < 3_000; i++) {
            Fact[] facts = anyFacts(random);
            ByteWriter out = new ByteWriter(16).writeInt(random.nextInt(Integer.MAX_VALUE));
            single.write(facts[0], out);
            for (int j = 1; j < facts.length; j++) {
                single.writeBehind(facts[j - 1], facts[j], out);
            }

            assertThat(read(out)).containsExactly(facts);
            assertThat(codec.readFirstTime(new ByteReader(out.toBytes()))).isEqualTo(facts[0].ownTime);
        }
    }

    /** The sweep of a bucket reads the first time alone: it must not take the bytes of a later form for a time either. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aCaseOfALaterFormIsRefusedByEveryReader(int form) {
        ByteWriter out = new ByteWriter(16);
        codec.write(plainCase(), 3, out);
        byte[] later = out.toBytes();
        later[0] |= (byte) (form << 5);

        assertThatThrownBy(() -> codec.read(new CaseKey(1, 2), new ByteReader(later), fact -> {}))
                .hasMessageContaining("a form that this version does not read");
        assertThatThrownBy(() -> codec.readFirstTime(new ByteReader(later)))
                .hasMessageContaining("a form that this version does not read");
    }

    @Test
    void aPlainCaseTakesFewBytes() {
        ByteWriter out = new ByteWriter(16);
        codec.write(plainCase(), 3, out);

        assertThat(out.length()).isLessThanOrEqualTo(72);
    }

    private static Fact[] plainCase() {
        Dimensions online = new Dimensions(
                "440106000000", "11440106007482532K", "", "440106007482532K000000000012301", "online", "");
        Fact.Builder fact = new Fact.Builder();
        fact.key = new CaseKey(1, 2);
        fact.kind = FactKind.ACCEPTED;
        fact.topic = "case.event";
        fact.partition = 5;
        fact.content = 0x123456789ABCDEFL;
        fact.dimensions = online;
        fact.ownTime = ACCEPTED_AT;
        fact.appendedAt = ACCEPTED_AT + 400_000_500L;
        fact.limits = CaseLimits.NONE;
        Fact accepted = fact.build();
        fact.kind = FactKind.COMPLETED;
        fact.ownTime = ACCEPTED_AT + 399_000_000L;
        Fact completed = fact.build();
        fact.kind = FactKind.RATING;
        fact.topic = "rating.web";
        fact.level = 5;
        fact.ownTime = ACCEPTED_AT + 400_000_000L;
        fact.dimensions = new Dimensions(online.region(), online.department(), "", online.item(), "web", "");
        return new Fact[] {accepted, completed, fact.build()};
    }

    private List<Fact> read(ByteWriter out) {
        List<Fact> facts = new ArrayList<>();
        ByteReader in = new ByteReader(out.toBytes());
        codec.read(new CaseKey(1, 2), in, facts::add);
        assertThat(in.hasMore()).isFalse();
        return facts;
    }

    private static Fact[] anyFacts(Random random) {
        Fact[] facts = new Fact[1 + random.nextInt(6)];
        boolean near = random.nextBoolean();
        boolean together = random.nextBoolean();
        Fact.Builder fact = new Fact.Builder();
        for (int i = 0; i < facts.length; i++) {
            if (i == 0 || random.nextInt(3) == 0) {
                fact.dimensions = anyDimensions(random);
                fact.topic = any(random, "case.event", "rating.web", "评价", "", "x.y");
            }
            fact.key = new CaseKey(1, 2);
            fact.kind = FactKind.values()[random.nextInt(FactKind.values().length)];
            fact.step = random.nextBoolean() ? Step.NONE : Step.values()[random.nextInt(Step.values().length)];
            fact.level = random.nextInt(6);
            fact.realName = random.nextBoolean();
            fact.ordinal = random.nextBoolean() ? 1 : random.nextInt();
            fact.content = random.nextLong();
            fact.ownTime = near
                    ? ACCEPTED_AT + random.nextInt(1_000_000_000)
                    : Math.floorMod(random.nextLong(), 253_402_300_800_000L);
            fact.appendedAt = together ? ACCEPTED_AT + 7 : fact.ownTime + random.nextInt();
            fact.partition = together ? 300 : random.nextInt(1_000);
            fact.tags = random.nextBoolean() ? Fact.NO_TEXTS : new String[] {"108", "差"};
            fact.scope = random.nextBoolean() ? "" : "gd";
            fact.caseNumber = fact.scope.isEmpty() ? "" : "号" + i;
            fact.limits = random.nextBoolean() ? null : CaseLimits.of(random.nextInt(50), random.nextInt(50));
            fact.severity = ToldSeverity.values()[random.nextInt(random.nextBoolean() ? 1 : 4)];
            facts[i] = fact.build();
        }
        Arrays.sort(facts, Comparator.comparingLong(one -> one.ownTime));
        return facts;
    }

    private static Dimensions anyDimensions(Random random) {
        String region =
                any(random, "", "440100000000", "000000000000", "440106", "44", "Ä40106000000", digits(random, 12));
        String department =
                any(random, "", "11440106007482532K", "11" + region, "11ab", "11" + digits(random, 16), "Z");
        String item = any(
                random,
                "",
                department,
                department.length() > 2 ? department.substring(2) + digits(random, 15) : "1",
                digits(random, random.nextInt(140)),
                "事项" + digits(random, 3),
                "item-1",
                "Z".repeat(random.nextInt(200)),
                "९");
        return new Dimensions(
                region,
                department,
                any(random, "", region, region + "1", "大厅"),
                item,
                any(random, "web", "", "x", "ONLINE"),
                any(random, "", "粤省事", "local-app"));
    }

    private static String any(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
