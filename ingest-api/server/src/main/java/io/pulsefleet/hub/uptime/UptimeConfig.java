package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;

/** What everybody sees. */
final class UptimeConfig {

    static final Setting<String> STATUS_TITLE =
            Setting.text("pulse.status.title", "Status", "The heading of the public status page, /status.");

    private UptimeConfig() {}

    static String statusTitle() {
        return HttpConfig.settings().get(STATUS_TITLE);
    }
}
