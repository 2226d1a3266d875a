package io.pulsefleet.hub.http;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the hub takes over HTTP at the most. */
public final class HttpConfig {

    public static final Setting<Long> SHIPMENT_LIMIT =
            Setting.size("pulse.shipment.limit", "8MB", "The largest shipment, unpacked.");
    public static final Setting<Long> BODY_LIMIT =
            Setting.size("pulse.body.limit", "256KB", "The largest body of any other request, unpacked.");

    public static final Setting<Long> BODIES_LIMIT = Setting.size(
            "pulse.bodies.limit",
            "128MB",
            "How much memory the bodies that are read at the same time, and what becomes of them, may take; beyond it the"
                    + " hub answers 429. A third of the heap at the most.");

    private HttpConfig() {}

    /** What MicroProfile Config gives. */
    public static Settings settings() {
        return new Settings(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
    }
}
