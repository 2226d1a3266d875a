package io.pulsefleet.agent.command;

import io.pulsefleet.agent.supervisor.Outcome;
import io.pulsefleet.agent.supervisor.Outcome.Done;
import io.pulsefleet.agent.supervisor.Outcome.Refused;
import io.pulsefleet.agent.supervisor.Supervisor;
import io.pulsefleet.agent.supervisor.UpdateOutcome;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code update.install}: the supervisor installs another version of this agent, which then says what came of it. */
@Dependent
final class UpdateInstall implements Outliving {

    /** Copying, installing, coming back, and all that once more where it has to go back. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    @Inject
    Supervisor supervisor;

    /** What is answered. */
    record Installed(String from, String to, String text) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.changing(
                        "update.install",
                        "Installs another version of the agent from a package on the host, which must be signed by a key that"
                                + " /etc/pulsefleet/supervisor.allow names, and lie where it permits. The agent restarts;"
                                + " where the new one is not well, the one before comes back.",
                        "admin",
                        Parameter.text(
                                        "package",
                                        "The whole path of the .tar.gz; beside it its .release and .release.sig.")
                                .matching("/[A-Za-z0-9._/+~-]{1,500}\\.tar\\.gz")
                                .mustBeGiven(),
                        Parameter.text("sha256", "Of the package.")
                                .matching("[0-9a-f]{64}")
                                .mustBeGiven(),
                        Parameter.flag(
                                "downgrade",
                                "Whether it may be older than what is installed; a right of its own on the host."))
                .within(LONGEST);
    }

    @Override
    public RawJson run(Call call) throws IOException, InterruptedException {
        if (!supervisor.isThere()) {
            throw new RefusedException("there is no supervisor on this host, and the agent itself may install nothing");
        }
        begun(supervisor.update(
                Path.of(call.text("package").orElseThrow()),
                call.text("sha256").orElseThrow(),
                call.id(),
                call.flag("downgrade")));
        call.progress(null, "it is being installed; the agent ends, and comes back");
        return goOn(call);
    }

    private static void begun(Outcome<String> outcome) throws IOException {
        if (outcome instanceof Refused<String> refused) {
            throw new RefusedException(refused.text());
        }
        if (!(outcome instanceof Done<String>)) {
            throw new IOException(outcome.why().orElseThrow());
        }
    }

    @Override
    public RawJson goOn(Call call) throws IOException, InterruptedException {
        while (true) {
            var told = supervisor.updateOutcome(call.id()).filter(UpdateOutcome::isOver);
            if (told.isPresent()) {
                return answer(told);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    static RawJson answer(Optional<UpdateOutcome> told) throws IOException {
        var outcome = told.orElseThrow();
        if (!outcome.isInstalled()) {
            throw new IOException(outcome.text());
        }
        return RawJson.of(new Installed(outcome.from(), outcome.to(), outcome.text()));
    }
}
