package io.haochaping.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AlertNoticeTest {
    @Test
    void aTelephoneNumberThatStandsWhereACodeBelongsIsNotTold() {
        AlertNotice notice = new AlertNotice(
                "unknown-code", "malformed-region/13800138000", "收到无法识别的代码：13800138000", "a code: 13800138000");

        assertThat(notice.id()).isEqualTo("unknown-code/malformed-region/[手机号]");
        assertThat(notice.messageZh()).isEqualTo("收到无法识别的代码：[手机号]");
        assertThat(notice.messageEn()).isEqualTo("a code: [手机号]");
    }

    @Test
    void codesOfDepartmentsRegionsAndPartitionsAndTimesStay() {
        for (String subject : new String[] {
            "department/11440100007482532L",
            "wrong-check-digit/114401000074825321",
            "malformed-region/440100",
            "region/440111000000",
            "rating.web-15",
            "channel/hotline",
            "no rating for long: department/11440100MB2C92005Y, the last one at 2026-10-03T09:15:00Z"
        }) {
            assertThat(new AlertNotice("silence", subject, subject, subject).subject())
                    .isEqualTo(subject);
        }
    }
}
