package io.haochaping.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** The jobs of a cluster, asked and told through its REST interface. Every wait has a deadline and ends in a {@link StackFailure}. */
final class FlinkJobs {

    private static final Duration JOB_LIMIT = Duration.ofMinutes(3);

    private final FlinkRest rest;
    private final Path logFolder;

    /** @param logFolder is named where a wait ends in vain */
    FlinkJobs(FlinkRest rest, Path logFolder) {
        this.rest = rest;
        this.logFolder = logFolder;
    }

    /** Uploads a jar and runs its main class in the JobManager. Returns the id of the job it submitted. */
    String submit(Path jar, String mainClass, List<String> arguments, Optional<String> savepoint) {
        return ask("submit " + jar.getFileName(), () -> {
            ObjectNode body = rest.object().put("entryClass", mainClass);
            ArrayNode list = body.putArray("programArgsList");
            arguments.forEach(list::add);
            savepoint.ifPresent(path -> body.put("savepointPath", path));
            return rest.post("/jars/" + rest.upload(jar) + "/run", body)
                    .path("jobid")
                    .asText();
        });
    }

    JobState jobState(String jobId) {
        try {
            return JobState.valueOf(
                    rest.get("/jobs/" + jobId + "/status").path("status").asText());
        } catch (IOException | IllegalArgumentException unknown) {
            return JobState.UNKNOWN;
        }
    }

    /** Whether every task runs; a job is called running already while its tasks still wait for slots. */
    boolean allTasksRun(String jobId) {
        try {
            JsonNode job = rest.get("/jobs/" + jobId);
            boolean all = job.path("state").asText().equals("RUNNING")
                    && !job.path("vertices").isEmpty();
            for (JsonNode vertex : job.path("vertices")) {
                int running = vertex.path("tasks").path("RUNNING").asInt();
                int finished = vertex.path("tasks").path("FINISHED").asInt();
                all &= running + finished == vertex.path("parallelism").asInt();
            }
            return all;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Waits until every task runs; gives up at once with its last exception where the job has ended. */
    void awaitRunning(String jobId) {
        Await.until("all tasks of job " + jobId + " to run (logs: " + logFolder + ")", JOB_LIMIT, () -> {
            JobState state = jobState(jobId);
            if (state.hasEnded()) {
                throw new StackFailure("Job " + jobId + " is " + state + ": "
                        + exceptions(jobId).stream().findFirst().orElse("no reason given"));
            }
            return allTasksRun(jobId);
        });
    }

    void awaitState(String jobId, JobState wanted) {
        Await.until("job " + jobId + " to be " + wanted, JOB_LIMIT, () -> jobState(jobId) == wanted);
    }

    /** Waits for a checkpoint with a greater id than the given one, and returns its id. */
    long awaitCheckpointAfter(String jobId, long id) {
        return Await.value("a checkpoint after " + id + " of job " + jobId, JOB_LIMIT, () -> {
            OptionalLong last = lastCheckpointId(jobId);
            return last.isPresent() && last.getAsLong() > id ? Optional.of(last.getAsLong()) : Optional.empty();
        });
    }

    /** Id of the last completed checkpoint; ids go on growing over failures. Empty before the first. */
    OptionalLong lastCheckpointId(String jobId) {
        return checkpointId(jobId, "completed");
    }

    /** Id of the checkpoint or savepoint the job was last restored from; empty where it began with nothing. */
    OptionalLong restoredCheckpointId(String jobId) {
        return checkpointId(jobId, "restored");
    }

    long failedCheckpoints(String jobId) {
        return ask("count the failed checkpoints of job " + jobId, () -> rest.get("/jobs/" + jobId + "/checkpoints")
                .at("/counts/failed")
                .asLong());
    }

    Map<String, String> metrics(String jobId, String part) {
        return ask("read the metrics of job " + jobId, () -> {
            Map<String, String> found = new TreeMap<>();
            for (JsonNode vertex : rest.get("/jobs/" + jobId).path("vertices")) {
                String path =
                        "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/metrics";
                List<String> names = new ArrayList<>();
                rest.get(path).forEach(metric -> names.add(metric.path("id").asText()));
                names.removeIf(name -> !name.contains(part));
                if (!names.isEmpty()) {
                    String wanted = URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
                    rest.get(path + "?get=" + wanted)
                            .forEach(metric -> found.put(
                                    metric.path("id").asText(),
                                    metric.path("value").asText()));
                }
            }
            return found;
        });
    }

    /** The failures of a job, newest first, each with its stack trace. */
    List<String> exceptions(String jobId) {
        return ask("list the exceptions of job " + jobId, () -> {
            List<String> found = new ArrayList<>();
            rest.get("/jobs/" + jobId + "/exceptions")
                    .at("/exceptionHistory/entries")
                    .forEach(entry -> found.add(entry.path("stacktrace").asText()));
            if (found.isEmpty()) {
                // A job that failed before it had a single task has no history, only a result.
                JsonNode cause = rest.get("/jobs/" + jobId + "/execution-result")
                        .at("/job-execution-result/failure-cause/stack-trace");
                Optional.of(cause.asText()).filter(text -> !text.isEmpty()).ifPresent(found::add);
            }
            return found;
        });
    }

    /** Takes a savepoint while the job goes on. Returns its path. */
    String savepoint(String jobId) {
        return savepointBy(
                "/jobs/" + jobId + "/savepoints", jobId, rest.object().put("cancel-job", false));
    }

    /** Stops a job behind a savepoint, without draining: timers that are due later do not fire. Returns its path. */
    String stopWithSavepoint(String jobId) {
        String path =
                savepointBy("/jobs/" + jobId + "/stop", jobId, rest.object().put("drain", false));
        awaitState(jobId, JobState.FINISHED);
        return path;
    }

    /** A JobManager that came back takes its jobs up again one after the other; until then it does not know them. */
    void cancel(String jobId) {
        Await.until("job " + jobId + " to be known", JOB_LIMIT, () -> jobState(jobId) != JobState.UNKNOWN);
        ask("cancel job " + jobId, () -> {
            rest.patch("/jobs/" + jobId + "?mode=cancel");
            return jobId;
        });
        awaitState(jobId, JobState.CANCELED);
    }

    private String savepointBy(String path, String jobId, ObjectNode body) {
        String trigger = ask(
                "take a savepoint of job " + jobId,
                () -> rest.post(path, body).path("request-id").asText());
        return Await.value("a savepoint of job " + jobId, JOB_LIMIT, () -> {
            JsonNode answer = rest.get("/jobs/" + jobId + "/savepoints/" + trigger);
            JsonNode failure = answer.at("/operation/failure-cause/stack-trace");
            if (!failure.isMissingNode()) {
                throw new StackFailure("No savepoint of job " + jobId + ": " + failure.asText());
            }
            JsonNode location = answer.at("/operation/location");
            return location.isMissingNode() || location.isNull() ? Optional.empty() : Optional.of(location.asText());
        });
    }

    private OptionalLong checkpointId(String jobId, String kind) {
        return ask("list the checkpoints of job " + jobId, () -> {
            JsonNode id = rest.get("/jobs/" + jobId + "/checkpoints").at("/latest/" + kind + "/id");
            return id.isMissingNode() || id.isNull() ? OptionalLong.empty() : OptionalLong.of(id.asLong());
        });
    }

    private static <T> T ask(String what, Callable<T> question) {
        try {
            return question.call();
        } catch (StackFailure failure) {
            throw failure;
        } catch (Exception failure) {
            throw new StackFailure("Cannot " + what + ": " + failure.getMessage(), failure);
        }
    }
}
