package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Answer;
import io.haochaping.dashboard.api.Api;
import io.haochaping.dashboard.api.ErrorBody;
import io.haochaping.dashboard.api.Health;
import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.api.Refusal.Code;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request: what nobody may have is refused with a sentence, the rest goes to whom it belongs. Nothing here waits for the store. */
final class Door extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final String EVENTS = "/api/events";
    private static final String HEALTH = "/health";
    private static final String METRICS = "/metrics";
    private static final List<String> OTHERS = List.of("/", HEALTH, METRICS, EVENTS, "/api/openapi.json");

    private final HostNames hosts;
    private final Api api;
    private final Health health;
    private final EventStreams streams;
    private final ExplainStream explanations;
    private final Metrics metrics;
    private final Pages pages = new Pages();

    Door(HostNames hosts, Api api, Health health, EventStreams streams, ExplainStream explanations, Metrics metrics) {
        this.hosts = hosts;
        this.api = api;
        this.health = health;
        this.streams = streams;
        this.explanations = explanations;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.put(response);
        String path = request.getHttpURI().getPath();
        try {
            hosts.require(request);
            requireReading(request, response);
            if (path.equals(EVENTS)) {
                Accepted.require(request, EventStreams.MEDIA_TYPE);
                refuseParameters(request);
                streams.open(response, callback, request.getHeaders().get("Last-Event-ID"));
            } else if (path.equals(Api.EXPLAIN_RUN)) {
                requireGet(request, response);
                Accepted.require(request, EventStreams.MEDIA_TYPE);
                refuseOtherSites(request);
                explanations.open(
                        response,
                        callback,
                        api.explainOptions(request.getHttpURI().getQuery()));
            } else {
                answer(request, response, callback, path);
            }
        } catch (Refusal refusal) {
            refuse(response, callback, refusal, path);
        } catch (RuntimeException broken) {
            // The query is not told: it is a stranger's.
            LOG.error("A request of {} could not be answered", label(path), broken);
            refuse(response, callback, internal(), path);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback, String path) {
        if (api.knows(path)) {
            Accepted.require(request, api.mediaType(path));
            send(
                    request,
                    response,
                    callback,
                    200,
                    api.answer(path, request.getHttpURI().getQuery()));
        } else if (path.equals(HEALTH)) {
            Health.Finding found = health.look();
            send(request, response, callback, found.ok() ? 200 : 503, uncached(found.body(), Answer.JSON));
        } else if (path.equals(METRICS)) {
            send(request, response, callback, 200, uncached(metrics.text(), Metrics.CONTENT_TYPE));
        } else {
            Optional<Answer> file = pages.file(path);
            if (file.isEmpty()) {
                throw path.startsWith("/api/") ? api.notFound(path) : Api.notFound(path, OTHERS);
            }
            send(request, response, callback, 200, file.get());
        }
    }

    private static void requireReading(Request request, Response response) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            throw new Refusal(
                    Code.METHOD_NOT_ALLOWED,
                    null,
                    "Nothing can be changed here: use GET or HEAD.",
                    "此处只能读取：请使用 GET 或 HEAD。");
        }
    }

    /** Whoever asks for the head of a stream alone would start a run that nobody reads. */
    private static void requireGet(Request request, Response response) {
        if (!request.getMethod().equals("GET")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            throw new Refusal(Code.METHOD_NOT_ALLOWED, null, "This is a stream of events: use GET.", "此处是事件流：请使用 GET。");
        }
    }

    /** A run costs work: a page from elsewhere may not start one in the browser of somebody who can. */
    private static void refuseOtherSites(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refusal(
                    Code.BAD_REQUEST,
                    null,
                    "Another site may not start this: open the page of the dashboard itself.",
                    "不允许由其他网站发起：请直接打开看板页面。");
        }
    }

    private static void refuseParameters(Request request) {
        if (request.getHttpURI().getQuery() != null
                && !request.getHttpURI().getQuery().isEmpty()) {
            throw new Refusal(
                    Code.UNKNOWN_PARAMETER,
                    null,
                    "/api/events takes no parameters: leave them out.",
                    "/api/events 不接受参数：请去掉。");
        }
    }

    private void send(Request request, Response response, Callback callback, int status, Answer answer) {
        String path = request.getHttpURI().getPath();
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, answer.tag().isPresent() ? "no-cache" : "no-store");
        boolean packs = answer.isWorthPacking();
        boolean packed = packs && Accepted.takesGzip(request);
        if (packs) {
            response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
        }
        Optional<String> tag = packed ? answer.packedTag() : answer.tag();
        tag.ifPresent(own -> response.getHeaders().put(HttpHeader.ETAG, own));
        if (tag.filter(own -> Accepted.holds(request, own)).isPresent()) {
            write(response, callback, 304, new byte[0], path);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        if (packed) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        answer.fileName().ifPresent(name -> response.getHeaders()
                .put("Content-Disposition", "attachment; filename=\"" + name + "\""));
        write(response, callback, status, packed ? answer.packed() : answer.body(), path);
    }

    private void refuse(Response response, Callback callback, Refusal refusal, String path) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        write(response, callback, refusal.code().status(), ErrorBody.of(refusal), path);
    }

    private void write(Response response, Callback callback, int status, byte[] body, String path) {
        response.setStatus(status);
        if (status != 304) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        long startedAt = response.getRequest().getBeginNanoTime();
        response.write(
                true,
                ByteBuffer.wrap(body),
                Callback.from(callback, () -> metrics.answered(label(path), status, System.nanoTime() - startedAt)));
    }

    private String label(String path) {
        return api.knows(path) || OTHERS.contains(path) ? path : "other";
    }

    private static Answer uncached(byte[] body, String contentType) {
        return new Answer(body, contentType, Optional.empty(), Optional.empty());
    }

    static Refusal internal() {
        return new Refusal(
                Code.INTERNAL, null, "Something went wrong in the dashboard: its log says what.", "看板内部出错：详见其日志。");
    }
}
