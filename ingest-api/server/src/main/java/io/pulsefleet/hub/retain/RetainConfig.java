package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import java.time.Duration;

/** When hours are packed and days are rolled up. */
final class RetainConfig {

    static final Setting<Duration> PACK_GRACE =
            Setting.duration("pulse.pack.grace", "2m", "How long after its end an hour is packed.");
    static final Setting<Integer> PACK_THREADS = Setting.number(
            "pulse.pack.threads", "1", "How many hours are packed, or days rolled up, at the same time.");
    static final Setting<Duration> ROLL_GRACE =
            Setting.duration("pulse.roll.grace", "2h", "How long after its end a day is rolled up.");

    private RetainConfig() {}

    static Duration packGrace() {
        return HttpConfig.settings().get(PACK_GRACE);
    }

    static int threads() {
        return Math.max(1, HttpConfig.settings().get(PACK_THREADS));
    }

    static Duration rollGrace() {
        return HttpConfig.settings().get(ROLL_GRACE);
    }
}
