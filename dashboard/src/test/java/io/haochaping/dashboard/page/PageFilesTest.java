package io.haochaping.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the content security policy would only refuse in the browser is refused here already. */
class PageFilesTest {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href|from|import\\()\\s*=?\\s*[\"'](?:\\./)?([^\"':?#]+\\.(?:js|css|svg))[\"']");

    @Test
    void thePageHasNoScriptAndNoStyleOfItsOwn() {
        String page = PageFiles.text("index.html");
        assertThat(page).doesNotContainPattern("<script(?![^>]*\\ssrc=)");
        assertThat(page)
                .doesNotContain("<style")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("\\son[a-z]+=");
        for (String file : scripts()) {
            assertThat(PageFiles.text(file))
                    .as(file)
                    .doesNotContain("innerHTML")
                    .doesNotContain("outerHTML")
                    .doesNotContain("insertAdjacentHTML")
                    .doesNotContain("eval(")
                    .doesNotContain("new Function");
        }
    }

    @Test
    void nothingComesFromAnotherHost() {
        for (String file : PageFiles.names()) {
            String text = PageFiles.text(file).replace("http://www.w3.org/2000/svg", "");
            assertThat(text)
                    .as(file)
                    .doesNotContain("http://")
                    .doesNotContain("https://")
                    .doesNotContain("\"//");
        }
    }

    @Test
    void everyFileThatIsReferredToIsThereAndNoneIsLeftOver() {
        List<String> names = PageFiles.names();
        List<String> referredTo = names.stream()
                .filter(name -> !name.endsWith(".svg"))
                .flatMap(name -> REFERENCE.matcher(PageFiles.text(name)).results())
                .map(match -> match.group(1))
                .filter(name -> !name.startsWith("lib/"))
                .distinct()
                .toList();
        assertThat(names).containsAll(referredTo);
        assertThat(referredTo)
                .containsAll(names.stream()
                        .filter(name -> !name.equals("index.html"))
                        .toList());
    }

    private static List<String> scripts() {
        return PageFiles.names().stream().filter(name -> name.endsWith(".js")).toList();
    }
}
