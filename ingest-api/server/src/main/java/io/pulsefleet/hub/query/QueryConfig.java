package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import java.time.Duration;

/** How much work a question may make. */
final class QueryConfig {

    static final Setting<Integer> SERIES =
            Setting.number("pulse.query.series", "10000", "How many series a question may be about.");
    static final Setting<Integer> VALUES = Setting.number(
            "pulse.query.values", "50000000", "How many stored values may be decoded for a question, about.");
    static final Setting<Integer> POINTS =
            Setting.number("pulse.query.points", "2000000", "How many points an answer may have.");
    static final Setting<Duration> TIMEOUT =
            Setting.duration("pulse.query.timeout", "20s", "How long the database may take for one statement.");
    static final Setting<Integer> HEAVY = Setting.number(
            "pulse.query.heavy", "2000000", "A question that decodes more values than this is a heavy one.");
    static final Setting<Integer> AT_ONCE =
            Setting.number("pulse.query.at-once", "2", "How many heavy questions are answered at once.");
    static final Setting<Integer> UNPACKED =
            Setting.number("pulse.unpack.visits", "500000", "How many visits may be unpacked for SQL by one request.");

    private QueryConfig() {}

    static <T> T get(Setting<T> setting) {
        return HttpConfig.settings().get(setting);
    }
}
