package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who probes for a datacenter.
 *
 * @param hubTime by the database's clock: slots and leases go by it
 * @param state whether it is this agent
 * @param number of the lease, which only grows; null unless held
 * @param time from now, for which the lease is held; null unless held
 * @param holder the agent that holds it, for people; null: nobody
 * @param plan the revision of the monitors; null unless held
 * @param monitors all that this datacenter is to probe; null: those that the agent has, of the same revision
 * @param trials what this agent is to probe once, now, whoever holds the lease; empty: nothing
 */
public record LeaseAnswer(
        Instant hubTime,
        State state,
        Long number,
        Duration time,
        String holder,
        Long plan,
        List<PlannedMonitor> monitors,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Trial> trials) {

    public LeaseAnswer {
        trials = Required.list("trials", trials);
    }

    /** One that asks for nothing else. */
    public LeaseAnswer(
            Instant hubTime,
            State state,
            Long number,
            Duration time,
            String holder,
            Long plan,
            List<PlannedMonitor> monitors) {
        this(hubTime, state, number, time, holder, plan, monitors, List.of());
    }

    public LeaseAnswer with(List<Trial> asked) {
        return new LeaseAnswer(hubTime, state, number, time, holder, plan, monitors, asked);
    }

    /** UNKNOWN_DATACENTER: the hub has none of this name; somebody must add it, or mend the agent's setting. */
    public enum State {
        HELD,
        OF_ANOTHER,
        UNKNOWN_DATACENTER
    }
}
