package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.time.Instant;
import java.util.List;

/**
 * One probe of one monitor in one slot.
 *
 * @param monitor its number
 * @param revision of the monitor that was probed
 * @param slot the time slot, by {@link Slots}; with monitor and datacenter the key
 * @param executedAt when the probe began, by the hub's clock as far as the agent knows it
 * @param status what was seen
 * @param error what was wrong; null when nothing was
 * @param message a sentence for people about the error; null when there is none
 * @param phases how long each took, of all hops together; null where nothing was reached
 * @param hops of redirects that were followed, the last one included; empty where there was but one
 * @param code of the answer: HTTP's status, a DNS code, a program's exit code; null where there is none
 * @param bytes of the answer's body; null where there is none
 * @param address that was connected to, as {@code 192.0.2.7}
 * @param certificateEnds when the server's certificate ends; null where there is none
 * @param answer the beginning of what was answered, only of a probe that failed; of ping by which means, always
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Heartbeat(
        int monitor,
        long revision,
        Instant slot,
        Instant executedAt,
        Status status,
        ErrorClass error,
        String message,
        Phases phases,
        List<Hop> hops,
        Integer code,
        Long bytes,
        String address,
        Instant certificateEnds,
        String answer) {

    public static final int LONGEST_MESSAGE = 1_000;
    public static final int LONGEST_ANSWER = 4_096;

    public Heartbeat {
        Required.present("slot", slot);
        Required.present("executedAt", executedAt);
        Required.present("status", status);
        hops = Required.list("hops", hops, 50);
        Fields.longest("message", message, LONGEST_MESSAGE);
        Fields.longest("answer", answer, LONGEST_ANSWER);
    }

    /** What a single probe can see. */
    public enum Status {
        UP,
        /** It is up, and slower than its threshold. */
        DEGRADED,
        DOWN
    }

    /**
     * Of redirects: one request.
     *
     * @param url without user and password
     */
    public record Hop(String url, Integer code, Phases phases) {}
}
