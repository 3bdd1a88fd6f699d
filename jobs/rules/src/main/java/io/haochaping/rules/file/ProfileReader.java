package io.haochaping.rules.file;

import io.haochaping.domain.code.RegionCode;
import io.haochaping.domain.record.Step;
import io.haochaping.domain.rules.Band;
import io.haochaping.domain.rules.ChannelTree;
import io.haochaping.domain.rules.ComplaintRules;
import io.haochaping.domain.rules.CountsFor;
import io.haochaping.domain.rules.FraudRules;
import io.haochaping.domain.rules.LevelScale;
import io.haochaping.domain.rules.LimitLengths;
import io.haochaping.domain.rules.MeanScore;
import io.haochaping.domain.rules.OfficeHours;
import io.haochaping.domain.rules.OrderDeadline;
import io.haochaping.domain.rules.OrderDeadlines;
import io.haochaping.domain.rules.PeerGroup;
import io.haochaping.domain.rules.Profile;
import io.haochaping.domain.rules.ProtocolOrder;
import io.haochaping.domain.rules.Publication;
import io.haochaping.domain.rules.RatingIdentity;
import io.haochaping.domain.rules.ReRating;
import io.haochaping.domain.rules.Rules;
import io.haochaping.domain.rules.TagText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** From a file without a mistake to what decides figures. */
final class ProfileReader {
    /** What is due, by the words of a file. */
    private static final Map<String, Step> DUE_STEPS = Map.of(
            "contact", Step.CONTACTED, "rectify", Step.RECTIFIED, "reply", Step.REPLIED, "revisit", Step.REVISITED);

    private ProfileReader() {}

    /** @param file for messages that name two places */
    static Profile profile(String file, Given root) {
        String id = root.textOf("profile");
        List<Profile.Version> versions = root.itemsOf("versions").stream()
                .map(version -> version(id, version))
                .toList();
        return new Profile(id, versions, GivenCodeSystems.of(file, id, root));
    }

    static SortedSet<String> regions(Given version) {
        SortedSet<String> regions = new TreeSet<>();
        version.textsOf("regions").stream()
                .filter(code -> !code.equals(Relations.EVERYWHERE))
                .map(RegionCode::normalise)
                .forEach(regions::add);
        return regions;
    }

    private static Profile.Version version(String id, Given version) {
        LocalDate from = LocalDate.parse(version.textOf("from"));
        return new Profile.Version(from, regions(version), rules(Profile.versionName(id, from), version));
    }

    private static Rules rules(String name, Given version) {
        Optional<Given> byDefault = version.field("default-rating");
        return new Rules(
                name,
                byDefault.map(block -> block.numberOf("after-days")).orElse(0),
                byDefault.map(block -> block.numberOf("level")).orElse(3),
                chosen(version, "levels", "good").map(ProfileReader::scale).orElse(LevelScale.BINARY),
                chosen(version, "identity", "per").map(ProfileReader::identity).orElse(RatingIdentity.STAGE),
                chosen(version, "content", "counts").filter("last"::equals).isPresent(),
                version.field("re-rating").map(ProfileReader::reRating).orElse(ReRating.SEPARATE),
                version.field("window").map(block -> block.numberOf("days")).orElse(0),
                new CountsFor(isAccepting(version, "department"), isAccepting(version, "region")),
                chosen(version, "fan-out", "participating")
                        .filter("none"::equals)
                        .isEmpty(),
                new TreeSet<>(version.field("satisfaction")
                        .map(block -> block.textsOf("leaves-out"))
                        .orElse(List.of())),
                version.field("mean-score").map(ProfileReader::meanScore).orElse(MeanScore.STANDARD),
                version.field("complaints").map(ProfileReader::complaints).orElse(ComplaintRules.STANDARD),
                version.field("fraud").map(ProfileReader::fraud).orElse(FraudRules.STANDARD),
                publication(version),
                version.field("office-hours").map(ProfileReader::officeHours).orElse(OfficeHours.STANDARD),
                version.field("limit-lengths").map(ProfileReader::limitLengths).orElse(LimitLengths.STANDARD),
                new OrderDeadlines(version.itemsOf("deadlines").stream()
                        .map(ProfileReader::deadline)
                        .toList()));
    }

    /** A deadline that a place does not name is the standard one. */
    private static ComplaintRules complaints(Given block) {
        ComplaintRules standard = ComplaintRules.STANDARD;
        return new ComplaintRules(
                daysOf(block, "accept-days", standard.acceptDays()),
                daysOf(block, "complete-days", standard.completeDays()),
                daysOf(block, "simple-days", standard.simpleDays()));
    }

    private static int daysOf(Given block, String key, int otherwise) {
        return block.field(key).isPresent() ? block.numberOf(key) : otherwise;
    }

    private static Optional<String> chosen(Given version, String block, String key) {
        return version.field(block).flatMap(given -> given.field(key)).map(Given::text);
    }

    private static LevelScale scale(String code) {
        return LevelScale.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static RatingIdentity identity(String code) {
        return RatingIdentity.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static ReRating reRating(Given block) {
        boolean limited = block.field("at-most").isPresent();
        return new ReRating(block.textOf("mode").equals("replaces"), limited ? block.numberOf("at-most") : 0);
    }

    private static boolean isAccepting(Given version, String side) {
        return chosen(version, "counts-for", side).filter("acceptance"::equals).isPresent();
    }

    private static FraudRules fraud(Given block) {
        FraudRules standard = FraudRules.STANDARD;
        return new FraudRules(
                number(block, "rater", standard.rater()),
                number(block, "device", standard.device()),
                number(block, "address", standard.address()),
                number(block, "all-best", standard.allBest()),
                number(block, "burst", standard.burst()),
                number(block, "burst-seconds", standard.burstSeconds()));
    }

    private static Publication publication(Given version) {
        Publication standard = Publication.STANDARD;
        Optional<Given> block = version.field("publication");
        return new Publication(
                block.map(given -> number(given, "cut-off-working-days", standard.cutOffDays()))
                        .orElse(standard.cutOffDays()),
                block.map(given -> number(given, "minimum-sample", 0)).orElse(0),
                block.map(given -> number(given, "small-cell", 0)).orElse(0),
                version.itemsOf("bands").stream().map(ProfileReader::band).toList(),
                version.itemsOf("peer-groups").stream()
                        .map(group -> peerGroup(version, group))
                        .toList(),
                new ChannelTree(version.itemsOf("channel-tree").stream()
                        .map(ProfileReader::channelNode)
                        .toList()),
                version.field("tags").map(ProfileReader::tags).orElse(List.of()));
    }

    private static ChannelTree.Node channelNode(Given node) {
        Given name = node.require("name");
        return new ChannelTree.Node(
                node.textOf("id"),
                name.textOf("zh"),
                name.textOf("en"),
                node.field("under").map(Given::text),
                new TreeSet<>(node.textsOf("channels")),
                new TreeSet<>(node.textsOf("origin-apps")));
    }

    private static List<TagText> tags(Given block) {
        Map<String, Given> names = new HashMap<>();
        block.itemsOf("texts").forEach(text -> names.put(text.textOf("code"), text.require("name")));
        return Stream.of("active", "retired")
                .flatMap(state -> block.textsOf(state).stream().map(code -> {
                    Optional<Given> name = Optional.ofNullable(names.get(code));
                    return new TagText(
                            code,
                            state.equals("active"),
                            name.map(given -> given.textOf("zh")),
                            name.map(given -> given.textOf("en")));
                }))
                .toList();
    }

    private static PeerGroup peerGroup(Given version, Given group) {
        PeerGroup.Kind of = kindOf(group);
        ProtocolOrder order = new ProtocolOrder(version.itemsOf("order-lists").stream()
                .map(list -> units(of, list, "codes"))
                .toList());
        Given name = group.require("name");
        return new PeerGroup(name.textOf("zh"), name.textOf("en"), of, order.sorted(units(of, group, "members")));
    }

    static PeerGroup.Kind kindOf(Given group) {
        return group.field("of")
                .map(kind -> PeerGroup.Kind.valueOf(kind.text().toUpperCase(Locale.ROOT)))
                .orElse(PeerGroup.Kind.DEPARTMENT);
    }

    private static List<String> units(PeerGroup.Kind of, Given block, String key) {
        return block.textsOf(key).stream().map(code -> unit(of, code)).toList();
    }

    /** As rows name it. */
    static String unit(PeerGroup.Kind of, String code) {
        return of == PeerGroup.Kind.REGION ? RegionCode.normalise(code) : code;
    }

    private static Band band(Given band) {
        Given name = band.require("name");
        return new Band(
                name.textOf("zh"),
                name.textOf("en"),
                new BigDecimal(band.textOf("threshold")),
                band.textOf("threshold-itself").equals("belongs"));
    }

    private static OfficeHours officeHours(Given block) {
        return new OfficeHours(block.numberOf("from"), block.numberOf("until"));
    }

    private static LimitLengths limitLengths(Given block) {
        LimitLengths standard = LimitLengths.STANDARD;
        return new LimitLengths(
                number(block, "working-days-per-week", standard.workingDaysPerWeek()),
                number(block, "month-days", standard.monthDays()),
                number(block, "year-days", standard.yearDays()));
    }

    private static OrderDeadline deadline(Given block) {
        return new OrderDeadline(
                DUE_STEPS.get(block.textOf("step")),
                OrderDeadline.Severity.valueOf(block.textOf("severity").toUpperCase(Locale.ROOT)),
                block.numberOf("days"),
                block.textOf("unit").equals("working"),
                block.field("after")
                        .map(after -> Step.valueOf(after.text().toUpperCase(Locale.ROOT)))
                        .orElse(Step.OPENED),
                number(block, "extension-days", 0));
    }

    private static int number(Given block, String key, int standard) {
        return block.field(key).isPresent() ? block.numberOf(key) : standard;
    }

    private static MeanScore meanScore(Given block) {
        Given weights = block.require("weights");
        List<Integer> ofLevels = IntStream.rangeClosed(1, 5)
                .mapToObj(level -> weights.numberOf("level-" + level))
                .toList();
        RoundingMode rounding =
                RoundingMode.valueOf(block.textOf("rounding").replace('-', '_').toUpperCase(Locale.ROOT));
        return new MeanScore(ofLevels, block.numberOf("decimals"), rounding);
    }
}
