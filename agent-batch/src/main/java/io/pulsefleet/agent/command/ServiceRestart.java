package io.pulsefleet.agent.command;

import io.pulsefleet.agent.collect.ServiceUnits;
import io.pulsefleet.agent.collect.ServiceUnits.Service;
import io.pulsefleet.agent.supervisor.Outcome;
import io.pulsefleet.agent.supervisor.Outcome.Done;
import io.pulsefleet.agent.supervisor.Outcome.Failed;
import io.pulsefleet.agent.supervisor.Outcome.Refused;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;

/** {@code service.restart}: done by the supervisor, where the host's own list permits it. */
@Dependent
final class ServiceRestart implements RemoteCommand {

    /** Longer than systemd is waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @Inject
    ServiceUnits units;

    @Inject
    Supervisor supervisor;

    /**
     * What is answered.
     *
     * @param status how it is afterwards; null where this agent does not see it
     */
    record Restarted(String service, long millis, Service status) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                        "service.restart",
                        "Stops and starts a service, and waits until systemd says that it runs. Only those that"
                                + " /etc/pulsefleet/supervisor.allow on the host names.",
                        "operator",
                        Parameter.text("service", "As service.list names it; .service may be left out.")
                                .matching("[A-Za-z0-9_:.][A-Za-z0-9@:_.-]{0,199}")
                                .mustBeGiven())
                .within(LONGEST);
    }

    @Override
    public RawJson run(Call call) throws IOException {
        var unit = ServiceStatus.unit(call.text("service").orElseThrow());
        if (!supervisor.isThere()) {
            throw new RefusedException("there is no supervisor on this host, and the agent itself may restart nothing;"
                    + " start pulsefleet-supervisor.service, which its package has");
        }
        call.progress(null, "the supervisor is asked to restart " + unit);
        var begun = System.nanoTime();
        answered(supervisor.restart(unit));
        var millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        call.progress(0.9, "systemd has restarted " + unit);
        return RawJson.of(new Restarted(unit, millis, status(unit)));
    }

    /** Returns when it is done. */
    static void answered(Outcome<String> outcome) throws IOException {
        if (outcome instanceof Done<String>) {
            return;
        }
        var why = outcome.why().orElseThrow();
        var nothingWasDone = outcome instanceof Refused<String>
                || (outcome instanceof Failed<String> failed && failed.reason().equals("no-such-unit"));
        if (nothingWasDone) {
            throw new RefusedException(why);
        }
        throw new IOException(why);
    }

    private Service status(String unit) {
        try {
            return units.services().stream()
                    .flatMap(all -> all.stream())
                    .filter(service -> service.name().equals(unit))
                    .findFirst()
                    .orElse(null);
        } catch (IOException notSeen) {
            return null; // it was restarted all the same
        }
    }
}
