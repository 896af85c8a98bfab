package io.ringlane.cloud.instance;

/** Where an instance stands in its life. Source: EC2 API reference, {@code InstanceState}. */
public enum InstanceState {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated"),
    STOPPING(64, "stopping"),
    STOPPED(80, "stopped");

    private final int code;
    private final String label;

    InstanceState(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** EC2's number; the low byte of what the API gives. */
    public int code() {
        return code;
    }

    /** EC2's name. */
    public String label() {
        return label;
    }

    /** The state that follows by itself after a while; null if the instance stays as it is. */
    public InstanceState next() {
        return switch (this) {
            case PENDING -> RUNNING;
            case STOPPING -> STOPPED;
            case SHUTTING_DOWN -> TERMINATED;
            case RUNNING, STOPPED, TERMINATED -> null;
        };
    }

    /** Whether the instance is gone or on its way out. */
    public boolean isEnding() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }
}
