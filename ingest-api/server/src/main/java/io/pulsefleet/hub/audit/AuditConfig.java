package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.Optional;

/** How long deeds are kept. */
final class AuditConfig {

    static final Setting<Integer> DAYS = Setting.number(
            "pulse.audit.days",
            "400",
            "How many days the audit log is kept; 0: for ever. What is older is removed by the job retain, which is a deed"
                    + " itself.");

    private AuditConfig() {}

    /** Empty: for ever. */
    static Optional<Duration> kept() {
        var days = HttpConfig.settings().get(DAYS);
        return days <= 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }
}
