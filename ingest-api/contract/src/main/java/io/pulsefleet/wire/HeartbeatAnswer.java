package io.pulsefleet.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.uptime.Trial;
import java.time.Instant;
import java.util.List;

/**
 * The hub's answer to a {@link Heartbeat}.
 *
 * @param hubTime by the hub's clock, so that the agent can say how far its own is off
 * @param tests databases that are to be tried now; empty: none
 * @param trials monitors that are to be probed once, now; empty: none
 * @param settings hash of the settings document that the hub has for this agent; null: it does not know, or has none to say
 */
public record HeartbeatAnswer(
        Instant hubTime,
        Plan plan,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DatabaseTest> tests,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Trial> trials,
        String settings) {

    public HeartbeatAnswer {
        Required.present("hubTime", hubTime);
        Required.present("plan", plan);
        tests = Required.list("tests", tests);
        trials = Required.list("trials", trials);
    }

    public HeartbeatAnswer(Instant hubTime, Plan plan) {
        this(hubTime, plan, List.of(), List.of());
    }

    public HeartbeatAnswer(Instant hubTime, Plan plan, List<DatabaseTest> tests, List<Trial> trials) {
        this(hubTime, plan, tests, trials, null);
    }
}
