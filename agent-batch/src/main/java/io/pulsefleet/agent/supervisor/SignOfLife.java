package io.pulsefleet.agent.supervisor;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.HeartbeatAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Leaves a sign, once a start, when the hub has answered: the number of this process. An update waits for that of the new
 * agent, and else goes back ({@code bin/update}).
 */
@ApplicationScoped
public class SignOfLife {

    private static final System.Logger LOG = System.getLogger(SignOfLife.class.getName());

    @Inject
    Settings settings;

    private boolean given;

    synchronized void heard(@Observes HeartbeatAnswer answer) {
        if (given) {
            return;
        }
        var file = HomeConfig.folder(settings).resolve("heard");
        try {
            Files.deleteIfExists(file);
            Durable.write(file, (ProcessHandle.current().pid() + "\n").getBytes(UTF_8));
            given = true;
        } catch (IOException full) {
            LOG.log(WARNING, "{0} cannot be written, and an update of this agent would go back: {1}", file, full);
        }
    }
}
