package io.haochaping.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.haochaping.domain.code.CodeSystems;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.reference.ReferenceData;
import io.haochaping.domain.rules.ChannelTree;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.PeerGroup;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.TagText;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.RulesFile;
import io.haochaping.rules.format.JsonSchema;
import io.haochaping.rules.format.RulesFormat;
import io.haochaping.rules.format.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Files with one mistake each, in src/test/resources/faulty. Their first line says what the reader must find (line, key, words of the remedy), their second whether the schema for
 * editors finds it too: relations between values are beyond it.
 */
final class RulesCorpusTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = schema();

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyFiles")
    void everyMistakeIsNamedWithLineKeyAndRemedy(String name) throws IOException {
        Path file = RESOURCES.resolve("faulty").resolve(name);
        String[] says = Files.readAllLines(file).get(0).substring(2).split("\\|", -1);
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = check(file.toString(), err);

        List<String> told = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(exit).isEqualTo(2);
        assertThat(told).as("one mistake, in two languages: %s", told).hasSize(2);
        assertThat(told.get(0))
                .startsWith(file + ", line " + says[0] + ": " + says[1])
                .contains(says[2]);
        assertThat(told.get(1)).startsWith(file + " 第 " + says[0] + " 行：" + says[1]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyFiles")
    void theSchemaRefusesWhatItCanSay(String name) throws IOException {
        Path file = RESOURCES.resolve("faulty").resolve(name);
        String expected = Files.readAllLines(file).get(1).substring("# schema: ".length());

        assertThat(bySchema(Files.readString(file))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void whatIsFineIsFineForBoth(String name) throws IOException, FaultyRules {
        Path file = RESOURCES.resolve("good").resolve(name);

        assertThat(RulesFile.read(file).profile().id()).isEqualTo("city");
        assertThat(check(file.toString(), new ByteArrayOutputStream())).isZero();
        assertThat(bySchema(Files.readString(file))).isEqualTo("accepts");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void everyShippedProfileIsFineForBoth(String name) {
        String text = ReferenceData.text("haochaping/rules/profiles/" + name + ".yaml");

        assertThat(ShippedProfiles.read(name).profile().id()).isEqualTo(name);
        assertThat(check(name, new ByteArrayOutputStream())).isZero();
        assertThat(bySchema(text)).isEqualTo("accepts");
    }

    @Test
    void aDeadlineOfComplaintsThatAPlaceDoesNotNameIsTheStandardOne() throws FaultyRules {
        RulesFile file = RulesFile.read(RESOURCES.resolve("good").resolve("complaints.yaml"));

        assertThat(file.profile().versions().get(0).rules().complaints()).isEqualTo(new ComplaintRules(3, 15, 2));
    }

    @Test
    void aDeadlineOfWorkOrdersIsReadWithItsUnitItsBeginningAndItsExtension() throws FaultyRules {
        RulesFile file = RulesFile.read(RESOURCES.resolve("good").resolve("everything.yaml"));

        assertThat(file.profile().versions().get(0).rules().orderDeadlines()).isEqualTo(OrderDeadlines.NONE);
        assertThat(file.profile().versions().get(1).rules().orderDeadlines().all())
                .containsExactly(
                        new OrderDeadline(Step.CONTACTED, OrderDeadline.Severity.ANY, 3, true, Step.OPENED, 2),
                        new OrderDeadline(
                                Step.REVISITED, OrderDeadline.Severity.DIFFICULT, 1, false, Step.RECTIFIED, 0));
    }

    /** In the decision set they stand behind everything else, and rules without any have the text that they had. */
    @Test
    void theDeadlinesOfShippedProfilesStandInTheirDecisions() {
        assertThat(textOf("shenzhen")).endsWith(" deadlines=contacted/any/3w/opened,rectified/any/10w/opened");
        assertThat(textOf("hunan")).endsWith(" deadlines=rectified/ordinary/7n/opened,rectified/difficult/15n/opened");
        assertThat(textOf("national")).doesNotContain("deadlines");
    }

    private static String textOf(String name) {
        List<Profile.Version> versions = ShippedProfiles.read(name).profile().versions();
        return versions.get(versions.size() - 1).rules().canonicalText();
    }

    @Test
    void aCodeSystemIsKnownUnderWhatTheFileSays() throws FaultyRules {
        CodeSystems systems =
                CodeSystems.of(RulesFile.read(RESOURCES.resolve("good").resolve("code-systems.yaml"))
                        .profile()
                        .codeSystems());

        assertThat(systems.decisions())
                .containsOnly(
                        Map.entry(
                                "code-system x@2027-01-01",
                                "x levels=0..4 channels=hotline,web case-kinds=1,2,immediate,promised"
                                        + " applicants=1,9,other,person region-digits=6"),
                        Map.entry("code-system x@2028-01-01", "x levels=4..0"));
    }

    @Test
    void membersOfAPeerGroupStandInTheOrderOfTheListsAndRegionsAsRowsNameThem() throws FaultyRules {
        RulesFile file = RulesFile.read(RESOURCES.resolve("good").resolve("ranking.yaml"));

        assertThat(file.profile().versions().get(0).rules().publication().peerGroups())
                .containsExactly(
                        new PeerGroup(
                                "部门", "departments", PeerGroup.Kind.DEPARTMENT, List.of("tax", "civil", "archive")),
                        new PeerGroup("市", "cities", PeerGroup.Kind.REGION, List.of("440300000000", "440100000000")),
                        new PeerGroup("大厅", "halls", PeerGroup.Kind.VENUE, List.of("tax")));
    }

    @Test
    void theTagsOfTheNationalProfileAllSayWhatTheyMeanWhileTheyAreActive() {
        List<TagText> tags = ShippedProfiles.read("national")
                .profile()
                .versions()
                .get(0)
                .rules()
                .publication()
                .tags();

        assertThat(tags.stream().filter(TagText::isActive)).hasSize(40).allMatch(tag -> tag.zh()
                .isPresent());
        assertThat(tags).contains(new TagText("101", false, Optional.empty(), Optional.empty()));
    }

    @Test
    void kiosksStandInsideTheHallAndTextMessagesInsideTheWebsiteInGuangdongSince2021() {
        List<Profile.Version> versions =
                ShippedProfiles.read("guangdong").profile().versions();
        List<List<String>> paths = versions.stream()
                .map(version -> version.rules().publication().channelTree())
                .map(tree -> tree.path(tree.nodeOf("kiosk", "").orElseThrow()))
                .toList();
        ChannelTree latest = versions.get(2).rules().publication().channelTree();

        assertThat(paths).containsExactly(List.of("kiosk"), List.of("kiosk", "hall"), List.of("kiosk"));
        assertThat(latest.nodeOf("mobile", "yueshengshi"))
                .hasValueSatisfying(node -> assertThat(node.id()).isEqualTo("yss"));
        assertThat(latest.nodeOf("mobile", "elsewhere"))
                .hasValueSatisfying(node -> assertThat(node.id()).isEqualTo("apps"));
    }

    @Test
    void theSchemaInTheRepositoryIsTheOneOfTheFormat() {
        assertThat(ReferenceData.text("haochaping/rules/rules.schema.json")).isEqualTo(JsonSchema.text());
    }

    /** A key that no faulty file touches is a key whose mistakes nobody looked at. */
    @Test
    void everyBlockOfTheFormatHasAFaultyFile() throws IOException {
        StringBuilder corpus = new StringBuilder();
        for (String name : faultyFiles().toList()) {
            corpus.append(Files.readAllLines(RESOURCES.resolve("faulty").resolve(name))
                            .get(0))
                    .append('\n');
        }
        Shape.ListOf versions =
                (Shape.ListOf) RulesFormat.root().fields().get("versions").shape();
        Set<String> untouched =
                new TreeSet<>(((Shape.Section) versions.element()).fields().keySet());
        untouched.removeIf(key -> corpus.indexOf("versions[1]." + key) >= 0);

        assertThat(untouched).containsExactlyInAnyOrder("from-assumed", "sources");
    }

    /** @return its exit code */
    private static int check(String nameOrFile, ByteArrayOutputStream err) {
        return new RunRules(
                        new PrintStream(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of("check", nameOrFile));
    }

    static Stream<String> faultyFiles() {
        return files("faulty");
    }

    static Stream<String> goodFiles() {
        return files("good");
    }

    static Stream<String> shipped() {
        return ShippedProfiles.NAMES.stream();
    }

    private static Stream<String> files(String folder) {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.readTree(JsonSchema.text()));
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    /** An editor's view: YAML to JSON, then the schema. YAML that allows no reading as JSON is told apart. */
    private static String bySchema(String yaml) {
        Object loaded;
        try {
            loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        } catch (YamlEngineException notJson) {
            return notJson.getMessage().contains("duplicate key") ? "not-json" : "refuses";
        }
        boolean accepted = SCHEMA.validate(
                        JSON.valueToTree(loaded),
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
        return accepted ? "accepts" : "refuses";
    }
}
