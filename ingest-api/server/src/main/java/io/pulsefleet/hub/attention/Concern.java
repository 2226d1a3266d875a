package io.pulsefleet.hub.attention;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * One thing that somebody should look at.
 *
 * @param name of the thing: a hostname, a monitor, a host and its database
 * @param trouble in a word: offline, error, down, failed, late, full and others
 * @param detail why, in a sentence; left out where the word says it
 * @param since left out where it is not known
 * @param address of its page in the console, from the hash on
 */
public record Concern(
        Kind kind, Severity severity, String name, String trouble, String detail, Instant since, String address) {

    /** In the order in which they are told. */
    public enum Kind {
        @JsonProperty("host")
        HOST,
        @JsonProperty("database")
        DATABASE,
        @JsonProperty("monitor")
        MONITOR,
        @JsonProperty("filesystem")
        FILESYSTEM,
        @JsonProperty("job")
        JOB
    }

    /** How soon. */
    public enum Severity {
        /** Something does not do what it is for. */
        @JsonProperty("critical")
        CRITICAL,
        /** It will not, or nobody knows whether it does. */
        @JsonProperty("warning")
        WARNING
    }
}
