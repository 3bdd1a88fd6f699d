package io.haochaping.domain.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalTextTest {
    private final PersonalText finder = new PersonalText();

    @Test
    void usageExample() {
        assertThat(finder.masked("我叫张伟，电话138 0013 8000，家住体育西路123号5栋602室，等了两个小时"))
                .isEqualTo("我叫[姓名]，电话[手机号]，家住[地址]，等了两个小时");
        assertThat(finder.find("车牌粤BD12345")).containsExactly(new PersonalSpan(PersonalKind.PLATE, 2, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "held-out"})
    void ofEachHalfOfTheCorpusNearlyAllIsFoundAndNearlyNothingElse(String half) {
        Score score = Score.of(Example.half(half));

        assertThat(score.recallPerMille())
                .as("recall, per mille%n%s%n%s", score.table(), score.failures())
                .isGreaterThanOrEqualTo(980);
        assertThat(score.precisionPerMille())
                .as("precision, per mille%n%s%n%s", score.table(), score.failures())
                .isGreaterThanOrEqualTo(980);
    }

    @Test
    void theCorpusHasSixHundredExamplesAndEveryKindManyTimesInEachHalf() {
        List<Example> open = Example.half("open");
        List<Example> heldOut = Example.half("held-out");

        assertThat(open.size() + heldOut.size()).isGreaterThanOrEqualTo(600);
        for (PersonalKind kind : PersonalKind.values()) {
            assertThat(List.of(open, heldOut)).allSatisfy(half -> assertThat(half.stream()
                            .flatMap(example -> example.labels().stream())
                            .filter(label -> label.kind() == kind))
                    .as(kind.code())
                    .hasSizeGreaterThanOrEqualTo(15));
        }
        assertThat(open.stream().filter(example -> example.labels().isEmpty())).hasSizeGreaterThan(150);
    }

    @Test
    void whatWasMaskedIsNotMaskedAgain() {
        for (Example example : Example.half("open")) {
            String once = finder.masked(example.text());
            assertThat(finder.masked(once)).as(example.place()).isEqualTo(once);
        }
    }

    @Test
    void aTextWithNothingPersonalIsTheSameInstance() {
        String text = "办理速度快，态度好，办件编号440106202610031234";
        assertThat(finder.masked(text)).isSameAs(text);
    }

    @Test
    void anyCharactersAtAllAreReadAndSpansLieWithinTheText() {
        Random random = new Random(4);
        String seeds = "工作人员我叫路号栋@.粤A-138001０一二十姓名:·\uD835\uDFCE\uD800\u200B住址窗口的转(室王李张";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(
                        random.nextInt(9) == 0
                                ? (char) random.nextInt(0x10000)
                                : seeds.charAt(random.nextInt(seeds.length())));
            }
            int end = 0;
            for (PersonalSpan span : finder.find(text.toString())) {
                assertThat(span.from()).isGreaterThanOrEqualTo(end);
                assertThat(span.to()).isGreaterThan(span.from()).isLessThanOrEqualTo(text.length());
                end = span.to();
            }
        }
    }

    @Test
    void numbersThatFailTheirCheckStay() {
        for (String text : new String[] {
            "卡号6222023618035518629",
            "编号110105194912310020",
            "编号440106198502303417",
            "编号991231198503123419",
            "编号12345678901"
        }) {
            assertThat(finder.masked(text)).isEqualTo(text);
        }
        assertThat(finder.masked("编号11010519491231002X")).isEqualTo("编号[身份证号]");
    }

    /**
     * Sixteen times the text may take some sixteen times the work: patterns that look back or forward without bound take 256 times. Measured in
     * the thread's own time, so that a busy machine does not matter.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1-",
                "一",
                "路",
                "路1",
                "路1号",
                "a",
                "a@",
                "a@a.",
                "@",
                "粤",
                "粤A",
                "姓名",
                "姓名王",
                "姓名:王、",
                "工号1",
                "l",
                "O1",
                " ",
                "13800138000",
                "电话",
                "王先生",
                "·"
            })
    void workIsLinearInTheLengthOfHostileText(String piece) {
        finder.masked(piece.repeat(100_000 / piece.length()));
        long shorter = leastWork(piece.repeat(50_000 / piece.length()));
        long longer = leastWork(piece.repeat(800_000 / piece.length()));

        assertThat(longer)
                .isLessThan(80 * Math.max(shorter, Duration.ofMillis(2).toNanos()));
    }

    private long leastWork(String text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = threads.getCurrentThreadCpuTime();
            finder.masked(text);
            least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
        }
        return least;
    }
}
