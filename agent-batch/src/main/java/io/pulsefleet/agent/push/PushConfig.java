package io.pulsefleet.agent.push;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** To whom else what was read is pushed. */
public final class PushConfig {

    static final Setting<URI> URL = new Setting<>(
                    "pulse.push.url",
                    "",
                    "Where the payload of each window is pushed to by POST; nowhere if not set.",
                    PushConfig::readUrl)
            .formerly("PA_PUSH_URL");

    static final Setting<String> TOKEN = Setting.text(
                    "pulse.push.token", "", "The bearer token that is shown there; none if not set.")
            .formerly("PA_PUSH_TOKEN");

    static final Setting<Duration> TIMEOUT =
            Setting.duration("pulse.push.timeout", "30s", "How long to wait for a receiver's answer.");

    static final Setting<Long> LIMIT = Setting.size(
            "pulse.push.limit",
            "100MB",
            "Disk space for what waits for a receiver; the oldest is given up, and counted, beyond it.");

    static final Setting<URI> LISTENER_URL = new Setting<>(
            "pulse.listener.url",
            "",
            "A listener that is not a hub, for what is read of PostgreSQL servers; `/ingest/postgres` is put behind an address"
                    + " without a path. Nobody if not set.",
            PushConfig::readUrl);

    static final Setting<String> LISTENER_KEY = Setting.text(
            "pulse.listener.api.key", "", "The API key that is shown to the listener; must be set where one is named.");

    static final Setting<String> PROJECT =
            Setting.text("pulse.listener.project.id", "", "The project id in each message; must be set as well.");

    public static final List<Setting<?>> ALL = List.of(URL, TOKEN, TIMEOUT, LIMIT, LISTENER_URL, LISTENER_KEY, PROJECT);

    private static final String LISTENS_AT = "/ingest/postgres";

    private PushConfig() {}

    /** @throws IllegalArgumentException when something is missing without which nobody would take it (PG-10) */
    public static void check(Settings settings) {
        outlets(settings);
    }

    static List<Outlet> outlets(Settings settings) {
        var outlets = new ArrayList<Outlet>();
        settings.find(URL)
                .ifPresent(url -> outlets.add(new Outlet(
                        "push",
                        url,
                        settings.find(TOKEN).map(token -> "Bearer " + token),
                        settings.get(TIMEOUT),
                        settings.get(LIMIT),
                        new Payloads())));
        settings.find(LISTENER_URL).ifPresent(url -> outlets.add(listener(settings, url)));
        return outlets;
    }

    private static Outlet listener(Settings settings, URI url) {
        var missing = new ArrayList<String>();
        for (var setting : List.of(LISTENER_KEY, PROJECT)) {
            if (settings.find(setting).isEmpty()) {
                missing.add(setting.environmentName());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s names a listener, but nothing sets %s (nor BITVILLE_PG_LISTENER_API_KEY, BITVILLE_PG_PROJECT_ID, or api_key, project_id in [listener] of the INI file): nobody there would take anything"
                            .formatted(LISTENER_URL.environmentName(), String.join(" and ", missing)));
        }
        return new Outlet(
                "listener",
                url.getPath() == null || url.getPath().length() <= 1 ? url.resolve(LISTENS_AT) : url,
                settings.find(LISTENER_KEY).map(key -> "Bearer " + key),
                settings.get(TIMEOUT),
                settings.get(LIMIT),
                new Messages(settings.get(PROJECT)));
    }

    static Path folder(Settings settings) {
        return HomeConfig.folder(settings);
    }

    private static URI readUrl(String text) {
        var url = URI.create(text);
        if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("no http or https address: " + text);
        }
        return url;
    }
}
