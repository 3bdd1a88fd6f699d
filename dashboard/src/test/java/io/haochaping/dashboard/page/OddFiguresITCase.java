package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.dashboard.Dashboard;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.dashboard.api.NameBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page over codes, names and figures that nobody drew it for. */
class OddFiguresITCase extends LivePage {
    /** As long as codes and names may be, without a place to break a line. */
    private static final String LONG_CODE = "X".repeat(64);

    private static final String LONG_NAME = "广州市白云区人和镇便民服务中心".repeat(8);
    private static final String LONG_ENGLISH = "Bureau-of-Very-Long-Names".repeat(5);
    private static final String MARKUP = "<img src=x onerror=alert(1)>&amp;\"'";
    private static final int MANY = 2_000_000_000;
    private static final int[][] SCREENS = {{390, 844}, {1280, 720}, {1920, 1080}};

    @TempDir
    Path folder;

    @Test
    void longNamesMarkupAndHugeFiguresStayInTheirPlaces() throws Exception {
        store.rate(midnight, LONG_CODE, LONG_CODE, LONG_CODE, 1, 3)
                .rate(midnight, MARKUP, MARKUP, MARKUP, 1, 2)
                .rate(midnight, "", "", "", 1, 1)
                .rate(midnight, "😀 部门", "😀", "web", 5, MANY)
                .complete(midnight, LONG_CODE, LONG_CODE, 1, Integer.MAX_VALUE)
                .commit(through.plusSeconds(1));
        Path names = Files.writeString(
                folder.resolve("names.tsv"),
                "department\t" + LONG_CODE + "\t" + LONG_NAME + "\t" + LONG_ENGLISH + "\nvenue\t" + LONG_CODE + "\t"
                        + LONG_NAME + "\t" + LONG_ENGLISH + "\n");
        again(config(0).withNames(NameBook.read(names)));

        for (int[] screen : SCREENS) {
            tab.screen(screen[0], screen[1]);
            for (String language : List.of("zh", "en")) {
                for (String view : List.of(
                        "&period=today&by=department",
                        "&period=today&by=venue",
                        "&period=month&by=channel",
                        "&department=" + LONG_CODE + "&venue=" + LONG_CODE + "&channel=" + LONG_CODE,
                        "&department=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%26amp%3B%22%27&by=venue")) {
                    open("?lang=" + language + view);
                    assertThat(tab.evaluate("document.documentElement.scrollWidth")
                                    .asInt())
                            .as("%s %s fits %d", language, view, screen[0])
                            .isLessThanOrEqualTo(screen[0]);
                    assertThat(tab.evaluate("document.querySelectorAll('img').length")
                                    .asInt())
                            .as("markup is text")
                            .isZero();
                    assertThat(tab.complaints()).as(language + view).isEmpty();
                }
            }
        }
        // A wall shows eight rows a page, this one twenty.
        tab.screen(1366, 900);
        open("?lang=en&by=department&sort=bad&order=desc");
        assertThat(tab.text("#first-measure .basis")).contains("2,000,0");
        assertThat(tab.texts("#breakdown tbody th").toString()).contains(MARKUP, LONG_ENGLISH);
    }

    @Test
    void aStoreInWhichNothingHappenedTodaySaysSo() throws Exception {
        // A day later there is a cut, and not one rating or case of that day.
        store.commit(midnight.plusSeconds(86_400 + 3_600));
        again(config(0));
        for (String period : List.of("now", "hour", "today")) {
            open("?lang=en&period=" + period);
            assertThat(tab.text("#first-measure .value").strip()).isEqualTo("—");
            assertThat(tab.text("#first-measure .basis")).isEqualTo("no ratings");
            assertThat(table("breakdown")).hasSize(1);
            assertThat(tab.text("#breakdown tbody")).isNotBlank().doesNotContain("NaN", "undefined", "null");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    private void again(DashboardConfig config) throws Exception {
        dashboard.close();
        dashboard = Dashboard.start(config);
        awaitFirstCut();
    }
}
