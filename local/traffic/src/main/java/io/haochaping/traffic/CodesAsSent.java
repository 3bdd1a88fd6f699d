package io.haochaping.traffic;

import io.haochaping.traffic.Story.Handled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;

/** The same facts in other systems' codes and spellings. */
final class CodesAsSent {
    private static final String ELSEWHERE = "440304000000";
    private static final int FULL_WIDTH = 0xFEE0;

    private CodesAsSent() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("reversed-levels", 30, 2, story -> writtenIn(story, "gbt39046")),
                Scenario.of("desk-levels", 20, 2, story -> writtenIn(story, "desk-sdk")),
                Scenario.of("unknown-channel", 15, 2, CodesAsSent::unknownChannel),
                Scenario.of("short-region", 20, 2, CodesAsSent::shortRegion),
                Scenario.of("region-in-words", 5, 2, CodesAsSent::regionInWords),
                Scenario.of("cross-region", 20, 2, CodesAsSent::crossRegion),
                Scenario.of("acceptance-side-only", 15, 2, CodesAsSent::acceptanceSideOnly),
                Scenario.of("region-is-scope", 15, 2, CodesAsSent::regionIsScope),
                Scenario.of("number-spellings", 20, 2, CodesAsSent::numberSpellings),
                Scenario.of("dirty-codes", 15, 2, CodesAsSent::dirtyCodes),
                Scenario.of("undeclared-on-case-event", 10, 2, CodesAsSent::undeclaredOnCaseEvent),
                Scenario.of("sealed-personal", 10, 2, CodesAsSent::sealedPersonal));
    }

    /** All five levels, for a reversed scale shows only in the bad ones. */
    private static void writtenIn(Story story, String codeSystem) {
        story.file = story.file.writtenIn(codeSystem);
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()), 1 + story.draw.below(5));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    private static void unknownChannel(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()))
                .in(story.file.ofRating().withChannel("other"));
        String sent = story.draw.of(List.of("9", "weixin", ""));
        Draft draft = story.clerk.rating(story.file, rated).with("channel", sent);
        story.countsOnce(handled, rated, story.send(draft).counted());
    }

    private static void shortRegion(Story story) {
        String region = story.file.region();
        String shortened = region.replaceFirst("(000|000000)$", "").replaceFirst("^4401000*$", "4401");
        boolean spaced = story.draw.oneIn(2);
        story.spelling = draft -> draft.with("handlingRegion", spaced ? " " + shortened + " " : shortened);
        plain(story);
    }

    private static void regionInWords(Story story) {
        story.file = story.file.ownedBy("香港", story.file.department());
        plain(story);
    }

    /** Accepted in Shenzhen, owned by Guangzhou: it counts for the owner. */
    private static void crossRegion(Story story) {
        String department = SocialCreditCode.of("440304", 7_542_001);
        story.spelling = draft -> draft.with("acceptanceRegion", ELSEWHERE).with("acceptanceDepartment", department);
        plain(story);
    }

    private static void acceptanceSideOnly(Story story) {
        String department = SocialCreditCode.of("440304", 7_542_001);
        story.file = story.file.ownedBy(ELSEWHERE, department);
        story.spelling = draft -> draft.with("handlingRegion", "")
                .with("handlingDepartment", "")
                .with("acceptanceRegion", "440304")
                .with("acceptanceDepartment", department);
        plain(story);
    }

    /** Without an issuing system the normalised region tells cases apart; rating and case event spell it differently. */
    private static void regionIsScope(Story story) {
        story.file = story.file.issuedBy("");
        String shortened = story.file.region().replaceFirst("(000|000000)$", "");
        story.spelling = draft -> draft.kind == Kind.RATING ? draft.with("handlingRegion", shortened) : draft;
        Handled handled = story.handledAtOnce();
        Rated rated = story.bad(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    private static void numberSpellings(Story story) {
        String number = story.file.number();
        String wide = wide(number);
        String spaced = number.substring(0, 4) + " \u3000" + number.substring(4) + "\t";
        String system = story.file.issuingSystem();
        story.spelling = draft -> switch (draft.kind) {
            case RATING -> draft.with("caseNumber", wide).with("issuingSystem", " " + system + " ");
            default -> draft.with("caseNumber", draft.text("kind").equals("ACCEPTED") ? spaced : lower(number));
        };
        Handled handled = story.handledAtOnce();
        Rated rated = story.bad(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }

    static String wide(String ascii) {
        StringBuilder wide = new StringBuilder();
        ascii.chars().forEach(c -> wide.append((char) (c + FULL_WIDTH)));
        return wide.toString();
    }

    private static String lower(String number) {
        return number.toLowerCase(Locale.ROOT);
    }

    /** Spaces around codes, a separator inside one, and an item code that is too long. */
    private static void dirtyCodes(Story story) {
        boolean tooLong = story.draw.oneIn(2);
        String venue = "by|hall\\7";
        story.file = story.file.servedAt(venue, tooLong ? "OTHER" : story.file.item());
        String item = tooLong ? "X".repeat(65) : " " + story.file.item() + " ";
        String department = " " + story.file.department();
        story.spelling =
                draft -> draft.with("venue", venue + "  ").with("item", item).with("handlingDepartment", department);
        plain(story);
    }

    /** Nothing of a case event is written in codes of its system, so it counts. */
    private static void undeclaredOnCaseEvent(Story story) {
        story.spelling = draft -> draft.kind == Kind.CASE ? draft.with("codeSystem", "city-2009") : draft;
        plain(story);
    }

    private static void sealedPersonal(Story story) {
        byte[] sealed = story.draw.bytes(48);
        story.spelling = draft -> {
            GenericRecord part = draft.otherPart("personal");
            part.put("keyId", "2026-q3");
            part.put("sealed", ByteBuffer.wrap(sealed));
            return draft.with("personal", part);
        };
        plain(story);
    }

    private static void plain(Story story) {
        Handled handled = story.handledAtOnce();
        Rated rated = story.rated(story.soonAfter(handled.completedAt()));
        story.ratedOnce(handled, rated, story.promptly(rated.at()));
    }
}
