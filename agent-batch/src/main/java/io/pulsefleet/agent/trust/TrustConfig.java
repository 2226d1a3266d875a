package io.pulsefleet.agent.trust;

import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** By what the hub is known at the first contact, and this machine among others. */
public final class TrustConfig {

    static final Setting<String> FINGERPRINT = new Setting<>(
            "pulse.hub.fingerprint",
            "",
            "`sha256:` and 64 hexadecimal digits: by these the hub's authority is known at the first contact. The join line"
                    + " has them.",
            TrustConfig::readFingerprint);

    static final Setting<Path> MACHINE_ID_FILE = Setting.path(
            "pulse.machine.id.file",
            "/etc/machine-id",
            "What tells this machine from others, so that it is the same agent after it was installed anew; the hub is told a"
                    + " hash of it.");

    public static final List<Setting<?>> ALL = List.of(FINGERPRINT, MACHINE_ID_FILE);

    private TrustConfig() {}

    private static String readFingerprint(String text) {
        if (!text.matches("sha256:[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no fingerprint: " + text);
        }
        return text;
    }

    /** Empty: the hub is known as any other server is, and this host shows a token. */
    static Optional<String> fingerprint(Settings settings) {
        return HubConfig.isThere(settings)
                        && settings.get(HubConfig.URL).getScheme().equals("https")
                ? settings.find(FINGERPRINT)
                : Optional.empty();
    }
}
