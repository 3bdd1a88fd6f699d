package io.haochaping.stack;

/** Flink's states of a job, and one more for a JobManager that does not answer or does not know the job. */
public enum JobState {
    INITIALIZING,
    CREATED,
    RUNNING,
    FAILING,
    FAILED,
    CANCELLING,
    CANCELED,
    FINISHED,
    RESTARTING,
    SUSPENDED,
    RECONCILING,
    UNKNOWN;

    /** Whether the job has ended for good. */
    public boolean hasEnded() {
        return this == FAILED || this == CANCELED || this == FINISHED;
    }
}
