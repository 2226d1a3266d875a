package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.uptime.Assertion;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.Secrets;
import io.pulsefleet.wire.uptime.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A monitor, read once and ready to be probed many times.
 *
 * @param timeout not longer than its interval
 * @param prober empty where it cannot be probed; {@code why} says it
 */
record Monitor(
        PlannedMonitor planned,
        Slots slots,
        Duration timeout,
        Optional<Prober> prober,
        Check check,
        List<Assertion> expectations,
        Secrets secrets,
        String why) {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final Secrets NO_SECRETS = new Secrets(java.util.Map.of());

    static Monitor of(PlannedMonitor planned, List<Prober> probers) {
        var every = within(planned.every(), PlannedMonitor.SHORTEST, PlannedMonitor.LONGEST);
        var asked = planned.timeout() == null ? USUAL_TIMEOUT : planned.timeout();
        var timeout = within(asked, Duration.ofMillis(10), every);
        var slots = new Slots(planned.id(), every);
        try {
            var kind = CheckKind.of(planned.kind());
            var prober = probers.stream()
                    .filter(one -> kind.filter(known -> known == one.kind()).isPresent())
                    .findFirst();
            if (prober.isEmpty()) {
                return unusable(
                        planned, slots, timeout, "this agent does not know monitors of the kind " + planned.kind());
            }
            var secrets = new Secrets(planned.secrets());
            var check = Check.read(kind.orElseThrow(), secrets.into(planned.check()));
            return new Monitor(planned, slots, timeout, prober, check, check.expectations(), secrets, "");
        } catch (UnreadableException broken) {
            return unusable(planned, slots, timeout, broken.field() + ": " + broken.getMessage());
        } catch (IOException | UncheckedIOException | IllegalArgumentException broken) {
            return unusable(planned, slots, timeout, String.valueOf(broken.getMessage()));
        }
    }

    private static Monitor unusable(PlannedMonitor planned, Slots slots, Duration timeout, String why) {
        return new Monitor(planned, slots, timeout, Optional.empty(), null, List.of(), NO_SECRETS, why);
    }

    int id() {
        return planned.id();
    }

    /** @throws ProbeFailedException when it cannot be probed at all */
    Prober usable() throws ProbeFailedException {
        return prober.orElseThrow(() -> new ProbeFailedException(ErrorClass.UNSUPPORTED, why));
    }

    private static Duration within(Duration asked, Duration least, Duration most) {
        var some = asked == null || asked.compareTo(least) < 0 ? least : asked;
        return some.compareTo(most) > 0 ? most : some;
    }

    /** Never shows what the check has of secrets. */
    @Override
    public String toString() {
        return planned.toString();
    }
}
