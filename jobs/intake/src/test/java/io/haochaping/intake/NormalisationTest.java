package io.haochaping.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.domain.record.CaseLimits;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.TimeLimit;
import io.haochaping.schemas.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    private final Door door = new Door();

    @Test
    void aLevelMeansWhatItsSystemSays() {
        Map<String, String> fromBestToWorst = Map.of("platform", "54321", "gbt39046", "12345", "desk-sdk", "01234");
        fromBestToWorst.forEach((system, codes) -> {
            for (int i = 0; i < 5; i++) {
                Sample sent = Sample.rating().with("codeSystem", system).with("level", codes.substring(i, i + 1));
                assertThat(door.fact(sent).level).as(system + i).isEqualTo(5 - i);
            }
        });
        assertThat(door.fact(Sample.workOrder("RERATED")
                                .with("codeSystem", "gbt39046")
                                .with("level", "1"))
                        .level)
                .isEqualTo(5);
    }

    @Test
    void aChannelMeansWhatItsSystemSays() {
        Map<String, List<String>> numbered = Map.of(
                "platform", List.of("web", "mobile", "qr", "hall", "kiosk", "sms", "default", "other"),
                "gbt39046", List.of("web", "mobile", "qr", "hall", "kiosk", "hotline", "sms", "other"),
                "desk-sdk", Collections.nCopies(8, "other"));
        numbered.forEach((system, channels) -> {
            for (int i = 0; i < channels.size(); i++) {
                Sample sent = Sample.rating()
                        .with("codeSystem", system)
                        .with("level", "1")
                        .with("channel", Integer.toString(i + 1));
                assertThat(door.fact(sent).dimensions.channel()).as(system + i).isEqualTo(channels.get(i));
            }
        });
        for (String name :
                List.of("web", "mobile", "qr", "hall", "kiosk", "sms", "hotline", "courier", "paper", "default")) {
            assertThat(channel(Sample.rating(), name)).isEqualTo(name);
            assertThat(channel(Sample.caseEvent("ACCEPTED"), name)).isEqualTo(name);
        }
        assertThat(channel(Sample.caseEvent("ACCEPTED"), "1")).isEqualTo("online");
        assertThat(channel(Sample.caseEvent("ACCEPTED"), "2")).isEqualTo("on-site");
        assertThat(channel(Sample.caseEvent("ACCEPTED"), "3")).isEqualTo("other");
    }

    @Test
    void anUnknownChannelIsFlagged() {
        assertThat(flags(Sample.rating().with("channel", "weixin")))
                .containsExactly("unknown-channel", "platform:weixin");
        assertThat(flags(Sample.rating().with("channel", ""))).containsExactly("unknown-channel", "platform:");
        assertThat(flags(Sample.caseEvent("ACCEPTED").with("channel", "9"))).containsExactly("unknown-channel", "9");
        assertThat(flags(Sample.caseEvent("ACCEPTED").with("channel", ""))).isEmpty();
    }

    @Test
    void whatIsNoCodeIsNotRepeatedInAFlag() {
        for (String text : List.of("等了两个小时", "13800138000", "44010119900101123X", "very slow", "a".repeat(25))) {
            assertThat(flags(Sample.rating().with("channel", text)))
                    .containsExactly("unknown-channel", "platform:not-a-code");
        }
    }

    @Test
    void noFlagHoldsWhatOnlyPersonalFieldsSay() {
        Sample sample = Sample.rating();
        Schema personal = RecordType.RATING
                .current()
                .getField("personal")
                .schema()
                .getTypes()
                .get(1);
        GenericRecord secret = new GenericData.Record(personal);
        personal.getFields().forEach(field -> secret.put(field.pos(), "secret"));

        Fact fact =
                door.fact(sample.with("personal", secret).with("channel", "").with("item", "x".repeat(65)));

        assertThat(fact.flags).isNotEmpty().noneMatch(text -> text.contains("secret"));
    }

    @Test
    void theHandlingSideCountsAndElseTheAcceptanceSide() {
        Sample both = Sample.rating()
                .with("handlingRegion", " 4401 ")
                .with("acceptanceRegion", "440304")
                .with("acceptanceDepartment", "D-2");
        assertThat(door.fact(both).dimensions.region()).isEqualTo("440100000000");
        assertThat(door.fact(both).dimensions.department()).isEqualTo(Sample.DEPARTMENT);

        Fact accepted = door.fact(both.with("handlingRegion", "\u00a0").with("handlingDepartment", "\u3000"));
        assertThat(accepted.dimensions.region()).isEqualTo("440304000000");
        assertThat(accepted.dimensions.department()).isEqualTo("D-2");
    }

    @Test
    void aCodeLosesTheWhiteSpaceAroundIt() {
        Sample spaced = Sample.rating()
                .with("venue", "\u00a0hall 1\u3000")
                .with("item", "\u0085i\t")
                .with("originApp", "\u2007app\n")
                .with("issuingSystem", "\u3000gd\u00a0")
                .with("handlingDepartment", " " + Sample.DEPARTMENT + "\u3000");
        Fact fact = door.fact(spaced);

        assertThat(fact.dimensions.venue()).isEqualTo("hall 1");
        assertThat(fact.dimensions.item()).isEqualTo("i");
        assertThat(fact.dimensions.originApp()).isEqualTo("app");
        assertThat(fact.dimensions.department()).isEqualTo(Sample.DEPARTMENT);
        assertThat(fact.key).isEqualTo(door.fact(Sample.rating()).key);
        assertThat(fact.flags).isEmpty();
    }

    @Test
    void aCodeOfMoreThan64CharactersIsOther() {
        assertThat(door.fact(Sample.rating().with("item", " " + "x".repeat(64) + " "))
                        .dimensions
                        .item())
                .isEqualTo("x".repeat(64));
        Fact fact = door.fact(Sample.rating()
                .with("item", "x".repeat(65))
                .with("handlingDepartment", "d".repeat(65))
                .with("acceptanceRegion", "r".repeat(65))
                .with("handlingRegion", ""));

        assertThat(fact.dimensions.item()).isEqualTo("OTHER");
        assertThat(fact.dimensions.department()).isEqualTo("OTHER");
        assertThat(fact.dimensions.region()).isEqualTo("OTHER");
        assertThat(fact.flags)
                .containsExactly(
                        "over-long-code",
                        "region",
                        "malformed-region",
                        "OTHER",
                        "over-long-code",
                        "department",
                        "over-long-code",
                        "item");
    }

    @Test
    void aRecordIsFlaggedOncePerSubject() {
        List<String> tags = List.of("5" + "x".repeat(70), "5" + "y".repeat(70));

        Fact fact = door.fact(Sample.rating().with("tags", tags));

        assertThat(fact.tags).containsExactly("OTHER");
        assertThat(fact.flags).containsExactly("over-long-code", "tags", "tag-against-level", Sample.DEPARTMENT);
    }

    @Test
    void ofTooManyCodesTheSmallestAreUsed() {
        List<String> tags = new ArrayList<>(
                IntStream.range(100, 165).mapToObj(i -> " 5" + i).toList());
        Collections.reverse(tags);
        tags.addAll(List.of("5100", "", " "));

        Fact fact = door.fact(Sample.rating().with("tags", tags));

        assertThat(fact.tags).hasSize(64).isSorted().startsWith("5100").endsWith("5163");
        assertThat(fact.flags).containsExactly("too-many-codes", "tags");
        assertThat(flags(Sample.rating().with("tags", tags.subList(1, 65)))).isEmpty();
    }

    @Test
    void participatingItemsAreThoseBesideTheLeadItem() {
        Fact fact = door.fact(
                Sample.rating().with("item", " lead").with("participatingItems", List.of("b", "lead ", "a", " b", "")));

        assertThat(fact.participating).containsExactly("a", "b");
        assertThat(fact.flags).isEmpty();
    }

    @Test
    void whatIsNotAsItShouldBeIsCountedAsSentAndFlagged() {
        Fact region = door.fact(Sample.rating().with("handlingRegion", "香 港"));
        assertThat(region.dimensions.region()).isEqualTo("香港");
        assertThat(region.flags).containsExactly("malformed-region", "香港");

        Fact department = door.fact(Sample.rating().with("handlingDepartment", "11440100007482532X"));
        assertThat(department.dimensions.department()).isEqualTo("11440100007482532X");
        assertThat(department.flags).containsExactly("wrong-check-digit", "11440100007482532X");

        assertThat(flags(Sample.rating().with("tags", List.of("510", "108"))))
                .containsExactly("tag-against-level", Sample.DEPARTMENT);
        assertThat(flags(Sample.rating().with("handlingDepartment", "").with("handlingRegion", "")))
                .isEmpty();
    }

    @Test
    void aZeroCharacterReachesNoRow() {
        Fact fact = door.fact(Sample.rating()
                .with("level", "1")
                .with("issuingSystem", "g\0d")
                .with("caseNumber", "A\0B")
                .with("venue", "v\0")
                .with("handlingRegion", "r\0")
                .with("tags", List.of("1\0")));

        assertThat(List.of(fact.scope, fact.caseNumber, fact.dimensions.toString(), fact.tags[0]))
                .noneMatch(text -> text.indexOf('\0') >= 0);
        assertThat(fact.flags).noneMatch(text -> text.indexOf('\0') >= 0);
    }

    @Test
    void aComplaintNumberIsNoCaseNumber() {
        Fact complaint = door.fact(Sample.complaint("RECEIVED"));

        assertThat(complaint.key).isNotEqualTo(door.fact(Sample.rating()).key);
        assertThat(complaint.key)
                .isNotEqualTo(door.fact(Sample.rating().with("issuingSystem", "complaint gd")).key)
                .isNotEqualTo(door.fact(Sample.rating().with("issuingSystem", "\0complaint gd")).key);
    }

    @Test
    void aLimitThatSaysNothingIsUnreadableAndOneThatIsNotSentIsNone() {
        assertThat(door.fact(Sample.caseEvent("COMPLETED")).limits).isSameAs(CaseLimits.NONE);
        assertThat(door.fact(Sample.rating()).limits).isSameAs(CaseLimits.NONE);
        assertThat(door.fact(Sample.workOrder("OPENED")).limits).isNull();
        assertThat(promised(3, "UNKNOWN")).isEqualTo(TimeLimit.UNREADABLE);
        assertThat(promised(-1, "WORKING_DAY")).isEqualTo(TimeLimit.UNREADABLE);
        for (TimeLimit.Unit unit : TimeLimit.Unit.values()) {
            assertThat(promised(3, unit.name())).isEqualTo(TimeLimit.code(3, unit));
        }
    }

    private int promised(int amount, String unit) {
        Schema union = RecordType.CASE_EVENT.current().getField("promised").schema();
        Schema limit = union.getTypes().get(1);
        GenericRecord sent = new GenericData.Record(limit);
        sent.put("amount", amount);
        sent.put("unit", new GenericData.EnumSymbol(limit.getField("unit").schema(), unit));
        return door.fact(Sample.caseEvent("COMPLETED").with("promised", sent))
                .limits
                .promised();
    }

    @Test
    void onlyABadReviewCarriesItsNumber() {
        Fact bad = door.fact(Sample.rating().with("level", "2").with("caseNumber", " gz-1"));
        assertThat(List.of(bad.scope, bad.caseNumber)).containsExactly("gd", "GZ-1");
        assertThat(door.fact(Sample.rating().with("level", "3")).caseNumber).isEmpty();
        assertThat(door.fact(Sample.workOrder("RERATED").with("level", "1")).caseNumber)
                .isEmpty();
    }

    @Test
    void aClaimIsGroupedByItsNumberAndAnyOtherStepByItsWorkOrder() {
        assertThat(door.fact(Sample.workOrder("INVALID_GRANTED").with("claimId", "K-1")).group)
                .isEqualTo("K-1");
        assertThat(door.fact(Sample.workOrder("INVALID_REQUESTED").with("claimId", "K-1")).group)
                .isEqualTo("W-1");
        assertThat(door.fact(Sample.workOrder("OPENED")).group).isEqualTo("W-1");
        assertThat(door.fact(Sample.exclusion("EXCLUDE")).group).isEqualTo("E-1");
    }

    private String channel(Sample sample, String code) {
        return door.fact(sample.with("channel", code)).dimensions.channel();
    }

    private String[] flags(Sample sample) {
        return door.fact(sample).flags;
    }
}
