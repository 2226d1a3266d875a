package io.pulsefleet.hub.live;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;

/** What the hub holds of pages that are open. */
public final class LiveConfig {

    public static final Setting<Integer> MOST_PAGES = Setting.number(
            "pulse.live.most",
            "500",
            "How many open pages a hub tells at once that something is new; the others ask every few seconds, as all do"
                    + " where nobody tells them.");

    private LiveConfig() {}

    static int mostPages() {
        return HttpConfig.settings().get(MOST_PAGES);
    }
}
