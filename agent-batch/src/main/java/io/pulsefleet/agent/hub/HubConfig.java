package io.pulsefleet.agent.hub;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Where the hub is, and how long to wait for it. */
public final class HubConfig {

    /** Instead of an address: there is no hub. */
    private static final URI NONE = URI.create("none:hub");

    public static final Setting<URI> URL = new Setting<>(
            "pulse.hub.url",
            "http://localhost:9080",
            "Where the hub is; `none` where there is none, and what was read is only pushed (`PULSE_PUSH_URL`).",
            HubConfig::readUrl);

    public static final Setting<Duration> CONNECT_TIMEOUT =
            Setting.duration("pulse.hub.connect.timeout", "5s", "How long to wait for the hub to take a connection.");

    public static final Setting<Duration> ANSWER_TIMEOUT =
            Setting.duration("pulse.hub.answer.timeout", "20s", "How long to wait for the hub's answer.");

    public static final List<Setting<?>> ALL = List.of(URL, CONNECT_TIMEOUT, ANSWER_TIMEOUT);

    private HubConfig() {}

    /** False: nobody registers, beats or delivers. */
    public static boolean isThere(Settings settings) {
        return !settings.get(URL).equals(NONE);
    }

    private static URI readUrl(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        var url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("no http or https address: " + text);
        }
        return url;
    }
}
