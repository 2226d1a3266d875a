package io.pulsefleet.hub.uptime;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.uptime.HeartbeatViews.PhasesView;
import io.pulsefleet.store.uptime.Trial;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Judged;
import io.pulsefleet.wire.uptime.Phases;
import io.pulsefleet.wire.uptime.TrialOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A trial, as it is answered.
 *
 * @param hostname of the agent; left out: it is gone
 * @param datacenter of the agent; left out: it names none
 * @param over whether nothing more is to come
 * @param state waiting: the agent has not heard of it; running; done; no_answer
 * @param detail what is wrong and what to do; left out where nothing is
 * @param seen what the heartbeat would be; left out until it is done
 * @param judged each thing that is expected of the answer, and what was seen of it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TrialView(
        UUID id,
        UUID agent,
        String hostname,
        String datacenter,
        Instant askedAt,
        String askedBy,
        boolean over,
        String state,
        String detail,
        SeenView seen,
        List<Judged> judged) {

    /** As a heartbeat, with the beginning of the answer in any case. Phases in microseconds. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SeenView(
            Instant executedAt,
            String status,
            ErrorClass error,
            String message,
            PhasesView phases,
            List<HopView> hops,
            Integer code,
            Long bytes,
            String address,
            Instant certificateEnds,
            String answer) {

        static SeenView of(Heartbeat heartbeat) {
            return new SeenView(
                    heartbeat.executedAt(),
                    heartbeat.status().name().toLowerCase(Locale.ROOT),
                    heartbeat.error(),
                    heartbeat.message(),
                    heartbeat.phases() == null ? null : view(heartbeat.phases()),
                    heartbeat.hops().stream()
                            .map(hop -> new HopView(hop.url(), hop.code(), view(hop.phases())))
                            .toList(),
                    heartbeat.code(),
                    heartbeat.bytes(),
                    heartbeat.address(),
                    heartbeat.certificateEnds(),
                    heartbeat.answer());
        }
    }

    /** One request of a redirect. */
    public record HopView(String url, Integer code, PhasesView phases) {}

    static TrialView of(Trial trial, Instant now) {
        if (trial.outcome() != null) {
            var outcome = outcome(trial);
            return of(trial, true, "done", null, SeenView.of(outcome.heartbeat()), outcome.judged());
        }
        if (!trial.until().isAfter(now)) {
            return of(trial, true, "no_answer", silence(trial), null, List.of());
        }
        return of(trial, false, trial.handedAt() == null ? "waiting" : "running", null, null, List.of());
    }

    private static String silence(Trial trial) {
        var who = trial.hostname() == null ? "the agent" : trial.hostname();
        return trial.handedAt() == null
                ? who + " did not ask for work in time: look whether it is online, or choose another agent"
                : who + " was told and did not answer in time: look at its troubles, or choose another agent; one of an"
                        + " older version knows no trials";
    }

    private static TrialView of(
            Trial trial, boolean over, String state, String detail, SeenView seen, List<Judged> judged) {
        return new TrialView(
                trial.id(),
                trial.agent(),
                trial.hostname(),
                trial.datacenter(),
                trial.askedAt(),
                trial.askedBy(),
                over,
                state,
                detail,
                seen,
                judged);
    }

    private static PhasesView view(Phases phases) {
        return new PhasesView(
                micros(phases.dns()),
                micros(phases.connect()),
                micros(phases.tls()),
                micros(phases.firstByte()),
                micros(phases.transfer()));
    }

    private static int micros(long micros) {
        return (int) Math.min(Math.max(micros, 0), Integer.MAX_VALUE);
    }

    private static TrialOutcome outcome(Trial trial) {
        try {
            return Json.read(trial.outcome().getBytes(StandardCharsets.UTF_8), TrialOutcome.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException("A stored outcome cannot be read.", unreadable);
        }
    }
}
