package io.pulsefleet.hub.batch;

import io.pulsefleet.store.batch.BatchServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Tries whether a server lets us see its jobs. */
@ApplicationScoped
class Trial {

    @Inject
    Door door;

    /**
     * @param state ok, or what is wrong: unreachable, too_slow, certificate, wrong_password, no_rights, no_feature,
     *     redirected, no_password, refused, failed, not_understood
     * @param detail what is wrong and what to do, or that all is well
     * @param fingerprint SHA-256 of the certificate that is not trusted; left out where none was refused
     * @param milliseconds how long it took
     */
    public record TrialView(String state, String detail, String fingerprint, long milliseconds) {}

    TrialView of(BatchServer server) {
        var begun = System.nanoTime();
        try {
            LibertyJson.instances(door.get(server, "jobinstances?page=0&pageSize=1"));
            return new TrialView("ok", "It answers, and lets " + server.user() + " see its jobs.", null, since(begun));
        } catch (BatchTrouble trouble) {
            return new TrialView(trouble.word(), trouble.getMessage(), trouble.fingerprint(), since(begun));
        }
    }

    private static long since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }
}
