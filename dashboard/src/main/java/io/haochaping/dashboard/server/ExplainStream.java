package io.haochaping.dashboard.server;

import io.haochaping.dashboard.api.Refusal;
import io.haochaping.dashboard.explain.Explainer;
import io.haochaping.dashboard.explain.Explanation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/explain/run}: a run of the command as a stream of events, {@code progress} lines and at last one {@code answer} or {@code problem}. The run lives as long as its stream: whoever closes the
 * panel ends the process, and no list of jobs has to be kept.
 */
final class ExplainStream {
    private static final Logger LOG = LoggerFactory.getLogger(ExplainStream.class);
    private static final byte[] BEAT = ": still at it\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String OUT_OF_TIME = "已超过时间上限，已停止；请在命令行运行，或缩小范围。\n"
            + "It took longer than it may and was ended: run the command in a terminal, or ask for less.";

    private final Explainer explainer;

    ExplainStream(Explainer explainer) {
        this.explainer = explainer;
    }

    /** @throws Refusal where it is switched off, cannot be started, or as many run as may */
    void open(Response response, Callback end, List<String> options) {
        Explanation run = start(options);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventStreams.MEDIA_TYPE + ";charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        Thread thread = new Thread(() -> follow(run, response, end), "explain");
        thread.setDaemon(true);
        thread.start();
    }

    private Explanation start(List<String> options) {
        if (!explainer.isOn()) {
            throw new Refusal(
                    Refusal.Code.NOT_FOUND,
                    null,
                    "Numbers are not opened here: set dashboard.explain-command, or run the command that /api/explain gives.",
                    "此处未启用数字溯源：请设置 dashboard.explain-command，或在命令行运行 /api/explain 给出的命令。");
        }
        try {
            return explainer
                    .start(options)
                    .orElseThrow(() -> new Refusal(
                            Refusal.Code.TOO_MANY_STREAMS,
                            null,
                            "As many numbers are being explained as may be at once: try again in a minute.",
                            "同时溯源的数字已达上限：请稍后重试。"));
        } catch (IOException noProgram) {
            LOG.error("dashboard.explain-command cannot be started", noProgram);
            throw Door.internal();
        }
    }

    private static void follow(Explanation run, Response response, Callback end) {
        try (run) {
            Explanation.Outcome outcome = run.follow(new Explanation.Listener() {
                @Override
                public void progress(String line) throws IOException {
                    send(response, "progress", line);
                }

                @Override
                public void beat() throws IOException {
                    write(response, BEAT);
                }
            });
            // Its place is free from here on, however slowly somebody reads the answer.
            run.close();
            if (outcome.isAnswered()) {
                send(response, "answer", outcome.answer());
            } else {
                send(response, "problem", problem(outcome));
            }
            response.write(true, ByteBuffer.allocate(0), end);
        } catch (IOException gone) {
            end.failed(gone);
        } catch (InterruptedException | RuntimeException broken) {
            LOG.warn("An explanation could not be finished", broken);
            end.failed(broken);
        }
    }

    private static String problem(Explanation.Outcome outcome) {
        if (outcome.outOfTime()) {
            return OUT_OF_TIME;
        }
        LOG.warn("An explanation ended with exit code {}: {}", outcome.exitCode(), String.join(" ", outcome.words()));
        return "溯源命令未能完成（退出码 " + outcome.exitCode() + "），原因见看板日志；也可在命令行运行下面的命令。\n"
                + "The command could not finish (exit code " + outcome.exitCode()
                + "): the dashboard's log says why, and so does the command below in a terminal.";
    }

    private static void send(Response response, String event, String text) throws IOException {
        StringBuilder lines = new StringBuilder("event: ").append(event).append('\n');
        text.strip().lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
        write(response, lines.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Response response, byte[] bytes) throws IOException {
        Content.Sink.write(response, false, ByteBuffer.wrap(bytes));
    }
}
