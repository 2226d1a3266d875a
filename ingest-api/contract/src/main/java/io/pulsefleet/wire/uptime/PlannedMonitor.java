package io.pulsefleet.wire.uptime;

import io.pulsefleet.wire.RawJson;
import java.time.Duration;
import java.util.Map;

/**
 * A monitor, as a prober needs it.
 *
 * @param revision another one whenever anything of it was changed
 * @param kind {@link CheckKind#kind()}; one that this agent does not know is answered with {@link ErrorClass#UNSUPPORTED}
 * @param every from slot to slot
 * @param timeout for all of a probe
 * @param degradedAfter what takes longer in whole is degraded; null: nothing is
 * @param check the body of its kind, with {@code ${name}} where a secret belongs
 * @param secrets by name; never logged, never returned
 */
public record PlannedMonitor(
        int id,
        long revision,
        String name,
        String kind,
        Duration every,
        Duration timeout,
        Duration degradedAfter,
        RawJson check,
        Map<String, String> secrets) {

    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(1);

    public PlannedMonitor {
        secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
    }

    public PlannedMonitor withSecrets(Map<String, String> others) {
        return new PlannedMonitor(id, revision, name, kind, every, timeout, degradedAfter, check, others);
    }

    /** Never shows the secrets: records are logged. */
    @Override
    public String toString() {
        return "PlannedMonitor[" + id + " " + name + " " + kind + "]";
    }
}
