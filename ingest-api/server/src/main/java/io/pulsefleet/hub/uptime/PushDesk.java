package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Tokens;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.uptime.Monitor;
import io.pulsefleet.store.uptime.Monitors;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Takes what cron jobs and backups say of themselves. They show nothing but the token in their path. */
@ApplicationScoped
public class PushDesk {

    private static final Duration STRETCH = Duration.ofMinutes(1);
    private static final int A_MONITOR = 60;
    private static final int AN_ADDRESS = 600;
    private static final String NUMBER = "[0-9]{1,7}(\\.[0-9]{1,9})?";
    private static final String CODE = "-?[0-9]{1,9}";

    @Inject
    Monitors monitors;

    @Inject
    Scribe scribe;

    @Inject
    Clock clock;

    private final Pace ofMonitors = new Pace(A_MONITOR, STRETCH);
    private final Pace ofAddresses = new Pace(AN_ADDRESS, STRETCH);

    /** What was made of it. */
    public record Taken(String monitor, String status) {}

    /**
     * @param duration in seconds; null: it did not say
     * @param exitCode null: 0
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 404, 429
     */
    Taken take(String token, String address, String duration, String exitCode, String message) {
        if (!ofAddresses.allows(address, Instant.now())) {
            throw Problems.tooMany("There were too many pushes from this address.", STRETCH);
        }
        check(duration, exitCode, message);
        var monitor = monitors.byPushHash(Tokens.hash(token))
                .filter(found -> found.wish().kind().equals(CheckKind.PUSH.kind()))
                .orElseThrow(() ->
                        Problems.notFound("Nobody listens here. Look whether the path is whole and still valid."));
        if (!ofMonitors.allows(Integer.toString(monitor.id()), Instant.now())) {
            throw Problems.tooMany("There were too many pushes to this monitor.", STRETCH);
        }
        return taken(monitor, duration, exitCode, message);
    }

    private Taken taken(Monitor monitor, String duration, String exitCode, String message) {
        var name = monitor.wish().name();
        if (monitor.wish().paused()) {
            return new Taken(name, "paused");
        }
        var now = clock.now();
        var told = Pushes.told(
                monitor.id(),
                monitor.revision(),
                now,
                duration == null ? null : Double.valueOf(duration),
                exitCode == null ? 0 : Integer.parseInt(exitCode),
                message == null || message.isBlank() ? null : message);
        scribe.store(now, List.of(told));
        return new Taken(name, told.status());
    }

    private static void check(String duration, String exitCode, String message) {
        if (duration != null && !duration.matches(NUMBER)) {
            throw Problems.badField("duration", "must be seconds, as 12.5");
        }
        if (exitCode != null && !exitCode.matches(CODE)) {
            throw Problems.badField("exit_code", "must be a whole number");
        }
        if (message != null && message.length() > Heartbeat.LONGEST_MESSAGE - 50) {
            throw Problems.badField("message", "must have " + (Heartbeat.LONGEST_MESSAGE - 50) + " characters at most");
        }
    }
}
