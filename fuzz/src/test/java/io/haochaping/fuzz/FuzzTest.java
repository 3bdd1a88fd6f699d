package io.haochaping.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A smoke of the command: a few hundred inputs for each reader of files and some ten thousand for the decoder, always the same ones; {@code ./haochaping fuzz} goes on from there. */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_126L);
    private static final long INPUTS = Long.getLong("fuzz.inputs", 250);

    @TempDir
    Path folder;

    static Stream<Target> targets() {
        return Targets.NAMES.stream().flatMap(name -> Targets.named(name).stream());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void noInputBringsAReaderDown(Target target) throws Exception {
        Mutator mutator = new Mutator(SEED, target.good());
        long inputs = INPUTS * Math.max(1, target.asked() / 20_000);
        long taken = 0;
        for (long number = 0; number < inputs; number++) {
            byte[] input = mutator.input(number);
            try {
                taken += target.takes(input) ? 1 : 0;
            } catch (Throwable broughtDown) {
                throw new AssertionError(
                        "input " + number + " of seed " + SEED + ": " + new String(input, StandardCharsets.ISO_8859_1),
                        broughtDown);
            }
        }
        assertThat(taken).as("taken, of %s", inputs).isBetween(inputs / 20, inputs - inputs / 20);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatIsNestedAThousandfoldIsRefused(Target target) throws Exception {
        for (String opening : List.of("[", "{a: ", "- ", "{\"a\":")) {
            assertThat(Campaign.one(target, opening.repeat(5_000).getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyGoodInputIsTaken(Target target) throws Exception {
        if (target instanceof MaskingTarget || target instanceof DecoderTarget) {
            // Texts without personal data and records on topics of other kinds are among them.
            assertThat(target.takes(target.good().get(0))
                            || target.takes(target.good().get(1)))
                    .isTrue();
            return;
        }
        for (byte[] good : target.good()) {
            assertThat(target.takes(good)).isTrue();
        }
    }

    @Test
    void anInputFollowsFromSeedAndNumberAlone() {
        List<byte[]> good = List.of("one".getBytes(StandardCharsets.UTF_8), "two".getBytes(StandardCharsets.UTF_8));

        assertThat(new Mutator(7, good).input(99)).isEqualTo(new Mutator(7, good).input(99));
        assertThat(Stream.iterate(0L, number -> number + 1)
                        .limit(100)
                        .map(number -> new Mutator(7, good).input(number))
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    @Test
    void aReaderThatIsBroughtDownIsFoundAndOneThatHangsToo() {
        Target fails = new Fake(input -> {
            throw new IllegalStateException("down");
        });
        Optional<Failure> failure = new Campaign(fails, 1, 40).run(Duration.ofSeconds(20));
        assertThat(failure).isPresent();
        assertThat(failure.get().number()).isEqualTo(40);
        assertThat(failure.get().input()).isEqualTo(new Mutator(1, fails.good()).input(40));
        assertThat(failure.get().sentence())
                .startsWith("fake: brought down 出错: IllegalStateException (down) in 位于 ")
                .doesNotContain("\n");

        java.util.concurrent.CountDownLatch reads = new java.util.concurrent.CountDownLatch(1);
        Target hangs = new Fake(input -> {
            reads.countDown();
            Thread.sleep(Long.MAX_VALUE);
            return true;
        });
        Campaign campaign = new Campaign(hangs, 1, 0);
        Thread worker = new Thread(() -> campaign.run(Duration.ofDays(1)));
        worker.setDaemon(true);
        worker.start();
        org.assertj.core.api.Assertions.assertThatCode(reads::await).doesNotThrowAnyException();

        assertThat(campaign.hangsFor(Duration.ofDays(1))).isEmpty();
        assertThat(campaign.hangsFor(Duration.ZERO)).isPresent();
    }

    @Test
    void theCommandTellsSeedRateAndEnd() {
        Said said = said("--target", "names", "--minutes", "0.005", "--seed", "5");

        assertThat(said.code).isZero();
        assertThat(said.out)
                .contains(
                        "seed 种子 5",
                        "names",
                        "a minute 每分钟",
                        "a minute and core 每核每分钟",
                        "no input brought a reader down")
                .doesNotContain("    at ");
    }

    @Test
    void anInputIsPlayedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("names.bin"), "web\t\n");

        assertThat(said("--target", "names", "--replay", file.toString()).code).isZero();
        assertThat(said("--replay", file.toString()).code).isEqualTo(2);
        assertThat(said("--target", "names", "--replay", folder.resolve("none").toString()).code)
                .isEqualTo(2);
    }

    @Test
    void wrongUseIsRefusedInASentence() {
        for (String[] wrong : new String[][] {
            {"--minutes", "0"},
            {"--minutes", "soon"},
            {"--minutes", "NaN"},
            {"--seed", "x"},
            {"--target", "decodr"},
            {"--target", "produce.xml"},
            {"--minutes"},
            {"--speed", "1"}
        }) {
            Said said = said(wrong);
            assertThat(said.code).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(said.err).startsWith("haochaping fuzz: ").doesNotContain("Exception");
        }
    }

    private record Said(int code, String out, String err) {}

    private static Said said(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Fuzz.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private interface Reading {
        boolean takes(byte[] input) throws Exception;
    }

    private record Fake(Reading reading) implements Target {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<byte[]> good() {
            return List.of(new byte[] {1, 2, 3});
        }

        @Override
        public boolean takes(byte[] input) throws Exception {
            return reading.takes(input);
        }

        @Override
        public long asked() {
            return 1;
        }
    }
}
