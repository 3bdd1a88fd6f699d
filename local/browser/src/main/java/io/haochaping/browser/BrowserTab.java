package io.haochaping.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.stack.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One tab of the browser: what a person could do in it, and what the browser notes down about the page meanwhile. */
public final class BrowserTab implements AutoCloseable {
    /** Generous, for builds that share their machine; whoever waits in vain is told what for. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private WebSocket socket;

    private BrowserTab() {}

    static BrowserTab attach(HttpClient http, URI address) throws Exception {
        BrowserTab tab = new BrowserTab();
        tab.socket = http.newWebSocketBuilder()
                .buildAsync(address, tab.new Messages())
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility")) {
            tab.call(domain + ".enable", Map.of());
        }
        return tab;
    }

    public void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
    }

    public void screen(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** What the system prefers: {@code light} or {@code dark}. */
    public void systemTheme(String theme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** As if the server had no such file; {@code *} stands for anything. */
    public void blockPath(String pattern) throws Exception {
        call("Network.setBlockedURLs", Map.of("urls", List.of(pattern)));
    }

    /** The value of an expression in the page; a promise is waited for. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + " → " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    public String text(String selector) throws Exception {
        return evaluate("document.querySelector(" + quoted(selector) + ").textContent")
                .asText();
    }

    public List<String> texts(String selector) throws Exception {
        List<String> texts = new ArrayList<>();
        evaluate("[...document.querySelectorAll(" + quoted(selector) + ")].map(node => node.textContent)")
                .forEach(text -> texts.add(text.asText()));
        return texts;
    }

    public void click(String selector) throws Exception {
        evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    public void until(String what, String condition) {
        // Between two documents there is nothing to ask about.
        String asked = "(() => { try { return Boolean(" + condition + "); } catch { return false; } })()";
        Await.until(what, LIMIT, () -> evaluate(asked).asBoolean());
    }

    /** Nodes of the accessibility tree, which is what a screen reader reads: role, a space, name. */
    public List<String> spoken() throws Exception {
        List<String> nodes = new ArrayList<>();
        for (JsonNode node : call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
            if (!node.path("ignored").asBoolean()) {
                nodes.add(node.path("role").path("value").asText() + " "
                        + node.path("name").path("value").asText());
            }
        }
        return nodes;
    }

    /** Errors and warnings of the console since the last call, exceptions nobody caught among them. */
    public List<String> complaints() {
        List<String> since = List.copyOf(complaints);
        complaints.removeAll(since);
        return since;
    }

    /** Every address that was asked for so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        JsonNode got = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new AssertionError(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> waiting =
                    answers.remove(message.path("id").asInt());
            if (waiting != null) {
                waiting.complete(message);
            }
            return;
        }
        JsonNode about = message.path("params");
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                requests.add(about.path("request").path("url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(about.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" ->
                noteIfBad(about.path("type").asText(), about.path("args").toString());
            case "Log.entryAdded" -> {
                JsonNode entry = about.path("entry");
                noteIfBad(
                        entry.path("level").asText(),
                        entry.path("text").asText() + " " + entry.path("url").asText());
            }
            default -> {}
        }
    }

    private void noteIfBad(String level, String text) {
        if (List.of("error", "warning", "assert").contains(level)) {
            complaints.add(level + ": " + text);
        }
    }

    @Override
    public void close() {
        socket.sendText("{\"id\":0,\"method\":\"Page.close\"}", true).join();
        socket.abort();
    }

    /** Messages come in pieces; the accessibility tree of a full page is a large one. */
    private final class Messages implements WebSocket.Listener {
        private final StringBuilder pieces = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            pieces.append(piece);
            if (last) {
                String whole = pieces.toString();
                pieces.setLength(0);
                try {
                    received(JSON.readTree(whole));
                } catch (Exception unreadable) {
                    complaints.add("unreadable message of the browser: " + unreadable.getMessage());
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            answers.values().forEach(answer -> answer.completeExceptionally(failure));
        }
    }
}
