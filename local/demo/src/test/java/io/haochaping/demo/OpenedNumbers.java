package io.haochaping.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.haochaping.browser.BrowserTab;
import io.haochaping.browser.Chromium;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of a page that lives are clicked in a real browser; each opens the records behind it, which the real command reads from the topics and whose contributions add up to what the store says at
 * the cut that was read. Every figure there is stands in the tests of explain; here one of each place on the page does.
 */
final class OpenedNumbers {
    private static final String STATE = "document.getElementById('explain-state').dataset.state";

    private final BrowserTab tab;
    private final String page;

    private OpenedNumbers(BrowserTab tab, String page) {
        this.tab = tab;
        this.page = page;
    }

    /** Says that it was skipped where no browser is installed. */
    static void assertEachClosesOn(String page) throws Exception {
        Optional<Chromium> installed = Chromium.startIfInstalled();
        if (installed.isEmpty()) {
            return;
        }
        try (Chromium chromium = installed.get();
                BrowserTab tab = chromium.tab()) {
            tab.screen(1366, 900);
            OpenedNumbers numbers = new OpenedNumbers(tab, page);
            numbers.open("?period=month&lang=en");
            numbers.assertCloses("#first-measure button.opens", List.of("satisfaction_good", "satisfaction_ratings"));
            numbers.assertCloses("#measures .measure:nth-child(7) button.opens", List.of("timed"));
            numbers.open("?period=today&by=department&lang=zh");
            numbers.assertCloses("#breakdown tbody tr:nth-child(1) td:nth-child(3) button.opens", List.of("bad"));
            numbers.assertAnEmptyPanelIsTold();
            assertThat(tab.complaints()).isEmpty();
            assertThat(tab.requests()).allMatch(address -> address.startsWith(page) || address.startsWith("blob:"));
        }
    }

    private void open(String query) throws Exception {
        tab.open(page + query);
        tab.until("figures on " + query, "document.querySelector('#first-measure button.opens:enabled')");
    }

    private void assertCloses(String selector, List<String> figures) throws Exception {
        tab.click(selector);
        tab.until("an end of the run behind " + selector, STATE + " && " + STATE + " !== 'running'");
        String sentence = tab.text("#explain-state");
        assertThat(tab.evaluate(STATE).asText()).as(sentence).isEqualTo("closes");
        String sums = tab.evaluate("document.getElementById('explain-state').dataset.sums")
                .asText();
        assertThat(sums.split(" "))
                .extracting(sum -> sum.substring(0, sum.indexOf('=')))
                .containsExactlyInAnyOrderElementsOf(figures);
        assertThat(tab.texts("#explain-records tbody tr")).as(sentence).isNotEmpty();
        assertThat(tab.evaluate("document.getElementById('explain-file').hidden")
                        .asBoolean())
                .isFalse();
        assertThat(tab.spoken()).anyMatch(node -> node.startsWith("dialog "));
        tab.click("#explain-close");
        tab.until("the panel to close", "!document.getElementById('explain').open");
    }

    /** Of a channel that nobody used today there are no records, and the sum of none is the figure. */
    private void assertAnEmptyPanelIsTold() throws Exception {
        open("?period=today&by=department&channel=nobody-uses-it&lang=en");
        tab.click("#measures .measure:nth-child(1) button.opens");
        tab.until("an end of the run", STATE + " && " + STATE + " !== 'running'");
        assertThat(tab.evaluate(STATE).asText()).as(tab.text("#explain-state")).isEqualTo("closes");
        assertThat(tab.text("#explain-records tbody")).isNotBlank();
        tab.click("#explain-close");
    }
}
